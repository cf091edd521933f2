import { afterAll, beforeAll, expect, test } from 'vitest'
import { settleRequest } from '#lib/ledger/settle-request'
import { type Actor, systemActor } from '#lib/portal/acting/actor'
import { getBalance } from '#lib/portal/credits/get-balance'
import { grantCredit } from '#lib/portal/credits/grant-credit'
import { listLedger } from '#lib/portal/credits/list-ledger'
import { refundRequest } from '#lib/portal/credits/refund-request'
import { takeCredit } from '#lib/portal/credits/take-credit'
import { createKey } from '#lib/portal/keys/create-key'
import { getTrialBalance } from '#lib/portal/reports/get-trial-balance'
import {
  auditOf,
  codeOf,
  makeEmptyTeam,
  makeMember,
  makeOperator,
  makePerson,
  managementKey,
  setPortalEnvironment,
} from '#tests/integration/portal/personas'
import { admissionOf, expectBooksToBalance, settlementOf } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const grant = (actor: Actor, teamId: string, amountNanos = 100n, reference = 'ref') =>
  grantCredit(actor, { teamId, amountNanos, reference, reason: 'test' })

test('finance and owners of the installation grant credit; nobody else does', async () => {
  const teamId = await makeEmptyTeam()
  expect(await codeOf(grant(await makeOperator('finance'), teamId, 1n, 'a'))).toBe('done')
  expect(await codeOf(grant(managementKey(null), teamId, 1n, 'b'))).toBe('done')
  for (const actor of [
    await makeMember(teamId, 'owner'),
    managementKey(teamId),
    await makeOperator('support'),
    await makeOperator('engineer'),
  ]) {
    expect(await codeOf(grant(actor, teamId, 1n, 'c'))).toBe('forbidden')
  }
  expect(await codeOf(grant(await makePerson(), teamId, 1n, 'c'))).toBe('not_found')
  expect(await getBalance(systemActor, teamId)).toMatchObject({ creditNanos: 2n })
  await expectBooksToBalance()
})

test('a grant is audited once, however often it is repeated', async () => {
  const teamId = await makeEmptyTeam()
  const first = await grant(systemActor, teamId)
  const again = await grant(systemActor, teamId)
  expect([first.created, again.created]).toEqual([true, false])
  expect(again.credit).toEqual(first.credit)
  const rows = await auditOf(first.credit.id)
  expect(rows).toMatchObject([
    { action: 'credit.grant', team_id: teamId, after: { amount_nanos: '100', reference: 'ref', reason: 'test' } },
  ])
})

test.each([0n, -5n, 10n ** 18n + 1n])('%s nanodollars cannot be granted', async (amountNanos) => {
  const teamId = await makeEmptyTeam()
  expect(await codeOf(grant(systemActor, teamId, amountNanos))).toBe('invalid_request')
})

test('50 takings at once never take more than there is', async () => {
  const teamId = await makeEmptyTeam()
  await grant(systemActor, teamId, 20n)
  const take = (n: number) => takeCredit(systemActor, { teamId, amountNanos: 3n, reference: `take-${n}`, reason: 'test' })
  const outcomes = await Promise.all(Array.from({ length: 50 }, (_, n) => codeOf(take(n))))
  expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(6)
  expect(outcomes.filter((outcome) => outcome === 'conflict')).toHaveLength(44)
  expect(await getBalance(systemActor, teamId)).toMatchObject({ creditNanos: 2n })
  await expectBooksToBalance()
})

test('everybody in the team reads the balance, those who pay read the ledger', async () => {
  const teamId = await makeEmptyTeam()
  await grant(systemActor, teamId)
  const [developer, billing, outsider] = [await makeMember(teamId, 'developer'), await makeMember(teamId, 'billing'), await makePerson()]
  expect(await getBalance(developer, teamId)).toEqual({ creditNanos: 100n, heldNanos: 0n, availableNanos: 100n })
  expect(await codeOf(listLedger(developer, { teamId }))).toBe('forbidden')
  expect((await listLedger(billing, { teamId })).items).toHaveLength(1)
  expect(await codeOf(getBalance(outsider, teamId))).toBe('not_found')
  expect(await codeOf(listLedger(outsider, { teamId }))).toBe('not_found')
})

test('without charges, the ledger is what moved credit apart from requests, page by page', async () => {
  const teamId = await makeEmptyTeam()
  await grant(systemActor, teamId)
  const { key } = await createKey(systemActor, { teamId, name: 'k' })
  const admission = admissionOf({ teamId, keyId: key.id })
  await settleRequest(settlementOf(admission, 40n))
  await refundRequest(systemActor, { requestId: admission.requestId, reason: 'sorry' })
  await takeCredit(systemActor, { teamId, amountNanos: 60n, reference: 'back', reason: 'twice paid' })
  const billing = await makeMember(teamId, 'billing')
  const kinds = (entries: { kind: string; amount_nanos: bigint }[]) => entries.map((entry) => [entry.kind, entry.amount_nanos])
  const moved = [
    ['credit', -60n],
    ['refund', 40n],
    ['credit', 100n],
  ]
  const whole = await listLedger(billing, { teamId, withCharges: false })
  expect(kinds(whole.items)).toEqual(moved)
  expect(whole.items[0]).toMatchObject({ reference: 'back', reason: 'twice paid', requests: null })
  const first = await listLedger(billing, { teamId, withCharges: false, limit: 2 })
  const second = await listLedger(billing, { teamId, withCharges: false, limit: 2, cursor: first.nextCursor ?? '' })
  expect(kinds([...first.items, ...second.items])).toEqual(moved)
  expect(kinds((await listLedger(billing, { teamId })).items)).toContainEqual(['charge', -40n])
  expect(await codeOf(listLedger(await makeMember(teamId, 'developer'), { teamId, withCharges: false }))).toBe('forbidden')
  expect(await codeOf(listLedger(await makePerson(), { teamId, withCharges: false }))).toBe('not_found')
})

test('a refund raced by ten callers is given once', async () => {
  const teamId = await makeEmptyTeam()
  await grant(systemActor, teamId)
  const { key } = await createKey(systemActor, { teamId, name: 'k' })
  const admission = admissionOf({ teamId, keyId: key.id })
  await settleRequest(settlementOf(admission, 40n))
  const refund = (actor: Actor) => refundRequest(actor, { requestId: admission.requestId, reason: 'sorry' })
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => refund(systemActor)))
  expect(outcomes.filter((outcome) => outcome.created)).toHaveLength(1)
  expect(await getBalance(systemActor, teamId)).toMatchObject({ creditNanos: 100n })
  expect(await codeOf(refund(await makeMember(teamId, 'owner')))).toBe('forbidden')
  await expectBooksToBalance()
})

test('the trial balance is zero, and only for those who keep the books', async () => {
  expect((await getTrialBalance(await makeOperator('finance'))).totalNanos).toBe(0n)
  expect(await codeOf(getTrialBalance(await makeOperator('support')))).toBe('forbidden')
  expect(await codeOf(getTrialBalance(await makePerson()))).toBe('forbidden')
})
