import { afterAll, beforeAll, expect, test } from 'vitest'
import { pageOut } from '#lib/portal/management-api/wire/fields'
import { inviteOut, inviteSentOut, memberOut } from '#lib/portal/management-api/wire/member-wire'
import { parseId, showId } from '#lib/shared/ids'
import { type Manage, startManage } from '#tests/contract/manage/manage-client'
import { makeMember } from '#tests/integration/portal/personas'

let manage: Manage
beforeAll(async () => {
  manage = await startManage()
})
afterAll(() => manage.close())

async function makeTeam() {
  const team = await manage.team()
  const uuid = parseId('team', team.id) ?? ''
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    manage.call(method, path, body, { key: team.key, headers })
  return { ...team, uuid, call }
}

test('members are listed, given another role and removed, and say what becomes of their keys', async () => {
  const team = await makeTeam()
  const [owner, admin] = [await makeMember(team.uuid, 'owner'), await makeMember(team.uuid, 'admin')]
  const members = async () => (await team.call('GET', `/teams/${team.id}/members`)).as(pageOut(memberOut)).data
  const path = `/teams/${team.id}/members/${showId('user', admin.userId)}`
  expect(await members()).toHaveLength(2)
  expect((await team.call('PATCH', path, { role: 'developer' })).status).toBe(204)
  expect((await members()).map(({ role }) => role).toSorted()).toEqual(['developer', 'owner'])
  expect((await team.call('PATCH', path, { role: 'owner' })).refusal).toBe('403 forbidden')
  expect((await team.call('PATCH', path, { role: 'king' })).refusal).toBe('400 invalid_request')
  expect((await team.call('DELETE', `${path}?keys=sell`)).refusal).toBe('400 invalid_request')
  expect((await team.call('DELETE', `${path}?hand_over_to=${showId('user', owner.userId)}`)).status).toBe(204)
  expect((await team.call('DELETE', `${path}?keys=revoke`)).refusal).toBe('404 not_found')
  expect((await team.call('DELETE', `/teams/${team.id}/members/${showId('user', owner.userId)}`)).refusal).toBe('403 forbidden')
  expect((await manage.call('DELETE', `/teams/${team.id}/members/${showId('user', owner.userId)}`)).refusal).toBe('409 conflict')
})

test('an invite answers its link once where no mail is set up, and never in a replay', async () => {
  const team = await makeTeam()
  const send = () =>
    team.call('POST', `/teams/${team.id}/invites`, { email: 'ada@example.com', role: 'viewer' }, { 'idempotency-key': 'a' })
  const sent = (await send()).as(inviteSentOut)
  expect(sent).toMatchObject({ email: 'ada@example.com', role: 'viewer', sent_at: null, invited_by: null })
  expect(sent.link).toMatch(/\/invites\/[\w-]{43}$/)
  expect((await send()).as(inviteSentOut)).toEqual({ ...sent, link: null })
  expect((await team.call('GET', `/teams/${team.id}/invites`)).as(pageOut(inviteOut)).data).toMatchObject([{ id: sent.id }])
  const again = (await team.call('POST', `/invites/${sent.id}/resend`, {})).as(inviteSentOut)
  expect(again.link).not.toBe(sent.link)
  const other = await makeTeam()
  expect((await other.call('DELETE', `/invites/${sent.id}`)).refusal).toBe('404 not_found')
  expect((await team.call('DELETE', `/invites/${sent.id}`)).status).toBe(204)
  expect((await team.call('DELETE', `/invites/${sent.id}`)).refusal).toBe('409 conflict')
  expect((await team.call('POST', `/teams/${team.id}/invites`, { email: 'no address', role: 'viewer' })).refusal).toBe(
    '400 invalid_request',
  )
})

test('a team is deleted with the operator’s key and its name; its own key is refused from then on', async () => {
  const team = await makeTeam()
  expect((await team.call('DELETE', `/teams/${team.id}?name=Team`)).refusal).toBe('403 forbidden')
  expect((await manage.call('DELETE', `/teams/${team.id}`)).refusal).toBe('400 invalid_request')
  expect((await manage.call('DELETE', `/teams/${team.id}?name=Team`)).status).toBe(204)
  expect((await manage.call('GET', `/teams/${team.id}`)).body).toMatchObject({ status: 'deleted' })
  expect((await manage.call('PATCH', `/teams/${team.id}`, { status: 'active' })).refusal).toBe('409 conflict')
  expect((await team.call('GET', `/teams/${team.id}`)).refusal).toBe('401 invalid_api_key')
})
