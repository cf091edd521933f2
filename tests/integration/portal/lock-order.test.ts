import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AdmitItem, admitRequest } from '#lib/ledger/admit-request'
import { settleRequest } from '#lib/ledger/settle-request'
import { type Actor, systemActor } from '#lib/portal/acting/actor'
import { changeBudget } from '#lib/portal/budgets/change-budget'
import { createBudget } from '#lib/portal/budgets/create-budget'
import { grantCredit } from '#lib/portal/credits/grant-credit'
import { acceptInvite } from '#lib/portal/invites/accept-invite'
import { inviteMember } from '#lib/portal/invites/invite-member'
import { resendInvite } from '#lib/portal/invites/resend-invite'
import { createKey } from '#lib/portal/keys/create-key'
import { deleteKey } from '#lib/portal/keys/delete-key'
import { rotateKey } from '#lib/portal/keys/rotate-key'
import { updateKey } from '#lib/portal/keys/update-key'
import { createManagementKey } from '#lib/portal/management-keys/create-management-key'
import { authenticate } from '#lib/portal/management-api/authenticate'
import { changeRole } from '#lib/portal/members/change-role'
import { removeMember } from '#lib/portal/members/remove-member'
import { openPlayground } from '#lib/portal/playground/open-playground'
import { changeMemberPolicy } from '#lib/portal/policies/member-policy'
import { changeTeamPolicy } from '#lib/portal/policies/team-policy'
import { deleteTeam } from '#lib/portal/teams/delete-team'
import { updateTeam } from '#lib/portal/teams/update-team'
import { createWebhook } from '#lib/portal/webhooks/create-webhook'
import { updateWebhook } from '#lib/portal/webhooks/update-webhook'
import { asPortal } from '#lib/shared/database/as-role'
import { closePools } from '#lib/shared/database/pools'
import { codeOf, makeEmptyTeam, makeMember, makePerson, setPortalEnvironment } from '#tests/integration/portal/personas'
import { admissionOf, expectBooksToBalance, settlementOf } from '#tests/support/ledger'
import { seededRandom } from '#tests/support/seeded-random'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const zones = ['UTC', 'Asia/Shanghai', 'America/New_York', 'Pacific/Kiritimati', 'America/Havana'] as const
const budget = (amount: string) => ({ budgets: [{ amount_usd: amount, period: 'month' as const }] })

/** How often Postgres has ended a transaction of this database because two waited for each other. */
async function countDeadlocks(): Promise<number> {
  // A connection tells what it has seen when it ends.
  await closePools()
  const owner = new pg.Client({ connectionString: database.adminUrl })
  await owner.connect()
  const { rows } = await owner.query<{ deadlocks: string }>('select deadlocks from pg_stat_database where datname = current_database()')
  await owner.end()
  return Number(rows[0]?.deadlocks)
}

async function admitOne(teamId: string, keyId: string): Promise<string> {
  const { policy_version: policyVersion, version: snapshotVersion } = await asPortal((tx) =>
    tx
      .selectFrom('core.api_keys')
      .innerJoin('core.snapshot_state', (join) => join.onTrue())
      .select(['policy_version', 'version'])
      .where('id', '=', keyId)
      .executeTakeFirstOrThrow(),
  )
  const item: AdmitItem = admissionOf({ teamId, keyId }, { policyVersion, snapshotVersion, holdNanos: 20n, fixedNanos: 20n })
  const { kind } = await admitRequest(item)
  if (kind === 'held') await settleRequest(settlementOf(item, 15n))
  return kind
}

test('changes of policies, zones, keys, people and budgets beside admissions all end as they should', async () => {
  const teamId = await makeEmptyTeam()
  await grantCredit(systemActor, { teamId, amountNanos: 1_000_000n, reference: 'in', reason: 'x' })
  const owners = [await makeMember(teamId, 'owner'), await makeMember(teamId, 'owner')] as const
  const admin = await makeMember(teamId, 'admin')
  const machine = await authenticate(`Bearer ${(await createManagementKey(owners[0], { teamId, name: 'm' })).secret}`)
  const actors: Actor[] = [owners[0], owners[1], admin, machine]
  const keyIds: string[] = []
  for (const person of [...owners, admin]) keyIds.push((await createKey(person, { teamId, name: 'k', policy: {} })).key.id)
  const { id: budgetId } = await createBudget(systemActor, { teamId, scope: 'team', amountNanos: 900_000n, period: 'day' })
  const { webhook } = await createWebhook(admin, { teamId, url: 'http://127.0.0.1:9/', events: ['key.blocked'] })
  const { invite } = await inviteMember(admin, { teamId, email: 'asked@example.com', role: 'viewer' })

  const random = seededRandom(7)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  let count = 0
  const acts: Record<string, () => Promise<unknown>> = {
    teamPolicy: () => changeTeamPolicy(pick(actors), teamId, { limits: { concurrency: 50 + ++count }, ...budget(`0.0${++count}`) }),
    memberPolicy: () => changeMemberPolicy(pick(actors), { teamId, userId: pick(owners).userId }, { max_output_tokens: 100 + ++count }),
    timeZone: () => updateTeam(pick(owners), { teamId, timeZone: pick(zones) }),
    keyPolicy: () => updateKey(pick(actors), { keyId: pick(keyIds), policy: { max_output_tokens: 100 + ++count, ...budget('0.5') } }),
    rotate: () => rotateKey(pick(owners), { keyId: pick(keyIds) }),
    makeAndEnd: async () => deleteKey(pick(actors), (await createKey(pick(actors), { teamId, name: 'x', policy: budget('1') })).key.id),
    budget: () => changeBudget(pick(actors), { budgetId, amountNanos: 800_000n + BigInt(++count) }),
    role: () => changeRole(owners[0], { teamId, userId: admin.userId, role: 'admin' }),
    come: async () => {
      const person = await makeMember(teamId, 'developer')
      await Promise.all([
        openPlayground(person, { teamId, sessionId: person.userId }),
        codeOf(createKey(person, { teamId, name: 'own' })),
        codeOf(removeMember(pick(owners), { teamId, userId: person.userId, keys: 'revoke' })),
      ])
    },
    webhook: () => updateWebhook(pick(actors), { webhookId: webhook.id, enabled: random() < 0.5 }),
    invite: () => resendInvite(pick(owners), { inviteId: invite.id }),
    admit: () => admitOne(teamId, pick(keyIds)),
    admitAgain: () => admitOne(teamId, pick(keyIds)),
  }
  const answered = new Set<string>()
  const runner = async () => {
    for (let turn = 0; turn < 30; turn++) answered.add(await codeOf(pick(Object.values(acts))()))
  }
  await Promise.all(Array.from({ length: 9 }, runner))

  expect([...answered].filter((code) => !['done', 'not_found', 'forbidden', 'rate_limited'].includes(code))).toEqual([])
  await expectBooksToBalance()
}, 120_000)

test('a team deleted while people accept, send and resend invites and keys act ends as it should', async () => {
  const answered = new Set<string>()
  for (let round = 0; round < 5; round++) {
    const [teamId, person] = [await makeEmptyTeam('Short'), await makePerson()]
    const owner = await makeMember(teamId, 'owner')
    const machine = await authenticate(`Bearer ${(await createManagementKey(owner, { teamId, name: 'm' })).secret}`)
    const { email } = await asPortal((tx) =>
      tx.selectFrom('core.users').select('email').where('id', '=', person.userId).executeTakeFirstOrThrow(),
    )
    const { invite, link } = await inviteMember(machine, { teamId, email, role: 'viewer' })
    const acts = [
      acceptInvite(person, link?.split('/').at(-1) ?? ''),
      createWebhook(machine, { teamId, url: 'http://127.0.0.1:9/', events: ['key.blocked'] }),
      deleteTeam(owner, { teamId, name: 'Short' }),
      createKey(machine, { teamId, name: 'k', policy: budget('1') }),
      changeTeamPolicy(machine, teamId, { max_output_tokens: 5 }),
      resendInvite(owner, { inviteId: invite.id }),
    ]
    for (const code of await Promise.all(acts.map((act) => codeOf(act)))) answered.add(code)
  }
  const expected = ['done', 'not_found', 'forbidden', 'conflict', 'invalid_api_key', 'team_disabled']
  expect([...answered].filter((code) => !expected.includes(code))).toEqual([])
})

test('in none of that has Postgres had to end a transaction so that another could go on', async () => {
  expect(await countDeadlocks()).toBe(0)
})
