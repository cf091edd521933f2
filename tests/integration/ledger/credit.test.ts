import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { admitRequest } from '#lib/ledger/admit-request'
import { readTrialBalance } from '#lib/ledger/audit-books'
import { creditTeam } from '#lib/ledger/credit-team'
import { listEntries } from '#lib/ledger/list-entries'
import { refundRequest } from '#lib/ledger/refund-request'
import { reverseEntry } from '#lib/ledger/reverse-entry'
import { settleRequest } from '#lib/ledger/settle-request'
import { asPortal } from '#lib/shared/database/as-role'
import { newId } from '#lib/shared/ids'
import { admissionOf, balanceOf, creditOf, expectBooksToBalance, makeTeam, settlementOf, type TestTeam } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const credit = (team: TestTeam, amountNanos: bigint, reference?: string) =>
  asPortal((tx) => creditTeam(tx, creditOf(team, amountNanos, reference)))

test('the same reference twenty times at once credits once', async () => {
  const team = await makeTeam()
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => credit(team, 500n, 'invoice-1')))
  expect(outcomes.filter(({ outcome }) => outcome === 'created')).toHaveLength(1)
  expect(outcomes.filter(({ outcome }) => outcome === 'repeated')).toHaveLength(19)
  expect(await balanceOf(team)).toMatchObject({ creditNanos: 500n })
  await expectBooksToBalance()
})

test('a reference means one amount in one team', async () => {
  const team = await makeTeam()
  const other = await makeTeam()
  expect(await credit(team, 500n, 'invoice-2')).toMatchObject({ outcome: 'created' })
  expect(await credit(team, 501n, 'invoice-2')).toMatchObject({ outcome: 'conflict', amountNanos: 500n })
  expect(await credit(other, 501n, 'invoice-2')).toMatchObject({ outcome: 'created' })
  expect(await credit(team, 0n)).toEqual({ outcome: 'zero' })
  expect(await credit({ teamId: newId(), keyId: newId() }, 1n)).toEqual({ outcome: 'unknown_team' })
})

test('taking credit leaves alone what open requests hold', async () => {
  const team = await makeTeam(100n)
  await admitRequest(admissionOf(team, { holdNanos: 60n, fixedNanos: 60n }))
  expect(await credit(team, -41n)).toEqual({ outcome: 'insufficient' })
  expect(await credit(team, -40n)).toMatchObject({ outcome: 'created' })
  expect(await balanceOf(team)).toMatchObject({ creditNanos: 60n, availableNanos: 0n })
  await expectBooksToBalance()
})

test('a credit is reversed once, below zero if it was spent', async () => {
  const team = await makeTeam()
  const created = await credit(team, 100n)
  if (created.outcome !== 'created') throw new Error('not created')
  const item = admissionOf(team)
  await admitRequest(item)
  await settleRequest(settlementOf(item, 10n))
  const reverse = () => asPortal((tx) => reverseEntry(tx, created.entryId, 'disputed', 'test'))
  const outcomes = await Promise.all(Array.from({ length: 5 }, reverse))
  expect(outcomes.filter(({ outcome }) => outcome === 'created')).toHaveLength(1)
  expect(await balanceOf(team)).toMatchObject({ creditNanos: -10n })
  const [latest] = await asPortal((tx) => listEntries(tx, team.teamId, null, 1))
  expect(latest).toMatchObject({ kind: 'reversal', amount_nanos: -100n, reverses: created.entryId })
  const charge = (await asPortal((tx) => listEntries(tx, team.teamId, null, 10))).find(({ kind }) => kind === 'charge')
  expect(charge).toMatchObject({ amount_nanos: -10n, requests: 1n })
  expect(await asPortal((tx) => reverseEntry(tx, charge?.id ?? '', 'x', 'test'))).toMatchObject({ outcome: 'not_a_credit' })
  await expectBooksToBalance()
})

test('a request is refunded once, and only what it was charged', async () => {
  const team = await makeTeam(100n)
  const item = admissionOf(team)
  await admitRequest(item)
  await settleRequest(settlementOf(item, 9n))
  const outcomes = await Promise.all(
    Array.from({ length: 5 }, () => asPortal((tx) => refundRequest(tx, item.requestId, 'bad answer', 'test'))),
  )
  expect(outcomes.filter(({ outcome }) => outcome === 'created')).toHaveLength(1)
  expect(await balanceOf(team)).toMatchObject({ creditNanos: 100n })
  const free = admissionOf(team)
  await admitRequest(free)
  await settleRequest(settlementOf(free, 0n))
  expect(await asPortal((tx) => refundRequest(tx, free.requestId, 'x', 'test'))).toMatchObject({ outcome: 'nothing_charged' })
  expect(await asPortal((tx) => refundRequest(tx, newId(), 'x', 'test'))).toMatchObject({ outcome: 'unknown_request' })
  await expectBooksToBalance()
})

test('all accounts together are zero', async () => {
  const accounts = await asPortal((tx) => readTrialBalance(tx))
  expect(accounts.length).toBeGreaterThan(3)
  expect(accounts.reduce((sum, { totalNanos }) => sum + totalNanos, 0n)).toBe(0n)
})

test('no transaction can leave an entry that does not sum to zero, and none can change a posting', async () => {
  const client = new pg.Client({ connectionString: database.adminUrl })
  await client.connect()
  await client.query('begin')
  const entry = newId()
  await client.query("insert into ledger.entries (id, kind, team_id) values ($1, 'credit', $1)", [entry])
  await client.query("insert into ledger.postings (entry_id, line, account_id, kind, amount_nanos) values ($1, 1, $1, 'credit', 5)", [
    entry,
  ])
  await expect(client.query('commit')).rejects.toThrow(/does not sum to zero/)
  await expect(client.query('update ledger.postings set amount_nanos = amount_nanos + 1')).rejects.toThrow(/append-only/)
  await expect(client.query('delete from ledger.entries')).rejects.toThrow(/append-only/)
  await client.end()
})
