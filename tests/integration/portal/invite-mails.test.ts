import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inviteMail } from '#lib/portal/invites/invite-mail'
import { inviteMember } from '#lib/portal/invites/invite-member'
import { codeOf, makeEmptyTeam, makeMember, setPortalEnvironment } from '#tests/integration/portal/personas'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('an address with control characters is none', async () => {
  const teamId = await makeEmptyTeam()
  const owner = await makeMember(teamId, 'owner')
  for (const email of ['a\0b@example.com', 'a\u0001@example.com', 'a@exam\u007fple.com', 'a@example.c\u200bom'])
    expect([email, await codeOf(inviteMember(owner, { teamId, email, role: 'viewer' }))]).toEqual([email, 'invalid_request'])
})

test('one address gets a few invites an hour, from however many teams', async () => {
  const email = `${randomUUID()}@example.com`
  const codes: string[] = []
  for (let count = 0; count < 6; count++) {
    const teamId = await makeEmptyTeam()
    codes.push(await codeOf(inviteMember(await makeMember(teamId, 'owner'), { teamId, email, role: 'viewer' })))
  }
  expect(codes).toEqual(['done', 'done', 'done', 'done', 'done', 'rate_limited'])
})

test('nothing in the name of a team becomes a link in the mail', () => {
  const mail = (team: string) =>
    inviteMail({ brand: 'Tollgate', team, inviter: 'owner@example.com', role: 'viewer', link: 'https://gate.example/i', locale: 'en' })
  for (const address of ['http://evil.example/', 'evil.example', 'www.evil', 'pay@evil.example', '(evil.com/x)']) {
    const { subject, text } = mail(`URGENT pay at ${address} now`)
    expect(subject).toBe('You are invited to the team URGENT pay at … now')
    expect(text).not.toContain(address)
  }
  expect(mail('R&D No. 2 v1.5').subject).toBe('You are invited to the team R&D No. 2 v1.5')
})
