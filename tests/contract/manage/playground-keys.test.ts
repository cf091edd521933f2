import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureAccount } from '#lib/portal/accounts/ensure-account'
import { pageOut } from '#lib/portal/management-api/wire/fields'
import { keyOut } from '#lib/portal/management-api/wire/key-wire'
import { openPlayground } from '#lib/portal/playground/open-playground'
import { asPortal } from '#lib/shared/database/as-role'
import { parseId, showId } from '#lib/shared/ids'
import { type Manage, startManage } from '#tests/contract/manage/manage-client'

let manage: Manage
beforeAll(async () => {
  manage = await startManage()
})
afterAll(() => manage.close())

test("a playground's key is neither listed nor read nor changed, by a team's management key or the operator's", async () => {
  const team = await manage.team()
  const teamId = parseId('team', team.id) ?? ''
  const userId = randomUUID()
  await ensureAccount({ userId, email: `${userId}@example.com` })
  await asPortal((tx) => tx.insertInto('core.memberships').values({ team_id: teamId, user_id: userId, role: 'owner' }).execute())
  await openPlayground({ kind: 'user', userId }, { teamId, sessionId: randomUUID() })
  const { id } = await asPortal((tx) =>
    tx.selectFrom('core.api_keys').select('id').where('team_id', '=', teamId).where('kind', '=', 'playground').executeTakeFirstOrThrow(),
  )
  const path = `/keys/${showId('key', id)}`
  for (const key of [team.key, manage.operatorKey]) {
    const listed = await manage.call('GET', `/teams/${team.id}/keys`, undefined, { key })
    expect(listed.as(pageOut(keyOut)).data).toEqual([])
    expect((await manage.call('GET', path, undefined, { key })).refusal).toBe('404 not_found')
    expect((await manage.call('PATCH', path, { status: 'disabled' }, { key })).refusal).toBe('404 not_found')
    expect((await manage.call('POST', `${path}/rotate`, {}, { key })).refusal).toBe('404 not_found')
    expect((await manage.call('DELETE', path, undefined, { key })).refusal).toBe('404 not_found')
  }
})
