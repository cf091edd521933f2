import { afterAll, beforeAll, expect, test } from 'vitest'
import { pageOut } from '#lib/portal/management-api/wire/fields'
import { creditOut, entryOut } from '#lib/portal/management-api/wire/credit-wire'
import { admitRequest } from '#lib/ledger/admit-request'
import { reconciliationOut, reversalOut, trialBalanceOut } from '#lib/portal/management-api/wire/report-wire'
import { runJob } from '#lib/portal/jobs/run-job'
import { newId, showId } from '#lib/shared/ids'
import { type Manage, startManage } from '#tests/contract/manage/manage-client'
import { admissionOf, expectBooksToBalance, makeTeam } from '#tests/support/ledger'

let manage: Manage
beforeAll(async () => {
  manage = await startManage()
})
afterAll(() => manage.close())

const credit = (id: string, body: unknown, key?: string) => manage.call('POST', `/teams/${id}/credits`, body, { key })
const balance = async (id: string) => (await manage.call('GET', `/teams/${id}/balance`)).body

test('credit is posted once per reference: 201, then 200 with the first, 409 for another amount', async () => {
  const { id } = await manage.team()
  const first = await credit(id, { amount_usd: '5.00', reference: 'invoice-1', reason: 'Paid' })
  expect(first.status).toBe(201)
  expect(first.as(creditOut)).toMatchObject({ team_id: id, amount_usd: '5.000000000', reference: 'invoice-1' })
  const again = await credit(id, { amount_usd: '5', reference: 'invoice-1', reason: 'Paid, once more' })
  expect(again.status).toBe(200)
  expect(again.body).toEqual(first.body)
  const other = await credit(id, { amount_usd: '6', reference: 'invoice-1', reason: 'Paid' })
  expect(other.refusal).toBe('409 conflict')
  expect(other.details).toEqual({ param: 'reference', amount_usd: '5.000000000' })
  expect(await balance(id)).toEqual({ credit_usd: '5.000000000', held_usd: '0.000000000', available_usd: '5.000000000' })
  await expectBooksToBalance()
})

test('a credit is reversed once, below zero if it was spent, and only a credit', async () => {
  const { id } = await manage.team()
  await credit(id, { amount_usd: '5', reference: 'in', reason: 'x' })
  await credit(id, { amount_usd: '-4', reference: 'out', reason: 'x' })
  const entries = await manage.call('GET', `/teams/${id}/ledger`)
  const added = entries.as(pageOut(entryOut)).data.find((entry) => entry.amount_usd === '5.000000000')
  const reverse = () => manage.call('POST', `/ledger/${added?.id}/reverse`, { reason: 'disputed' })
  const answers = await Promise.all([reverse(), reverse(), reverse()])
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 200, 201])
  const reversal = answers[0]?.as(reversalOut).entry_id
  expect(answers.map((answer) => answer.as(reversalOut).entry_id)).toEqual([reversal, reversal, reversal])
  expect(await balance(id)).toMatchObject({ credit_usd: '-4.000000000' })
  expect((await manage.call('POST', `/ledger/${reversal}/reverse`, { reason: 'x' })).refusal).toBe('409 conflict')
  expect((await manage.call('POST', `/ledger/${showId('entry', newId())}/reverse`, { reason: 'x' })).refusal).toBe('404 not_found')
  await expectBooksToBalance()
})

test('the reconciliation report names orphans and the last run of each job', async () => {
  const team = await makeTeam(100n)
  const item = admissionOf(team, { ttlMs: -1 })
  await admitRequest(item)
  await runJob('sweep-holds')
  const report = (await manage.call('GET', '/reports/reconciliation')).as(reconciliationOut)
  expect(report.orphans).toContainEqual(
    expect.objectContaining({ request_id: showId('req', item.requestId), team_id: showId('team', team.teamId), held_usd: '0.000000010' }),
  )
  expect(report.jobs).toContainEqual(expect.objectContaining({ job: 'sweep-holds', outcome: 'ok', done: 1 }))
  await expectBooksToBalance()
})

test('the same reference from 20 callers at once is one credit', async () => {
  const { id } = await manage.team()
  const answers = await Promise.all(Array.from({ length: 20 }, () => credit(id, { amount_usd: '1', reference: 'race', reason: 'x' })))
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([...Array<number>(19).fill(200), 201])
  expect(new Set(answers.map((answer) => answer.id)).size).toBe(1)
  expect(await balance(id)).toMatchObject({ credit_usd: '1.000000000' })
  await expectBooksToBalance()
})

test('a negative amount takes credit, never more than there is', async () => {
  const { id } = await manage.team()
  await credit(id, { amount_usd: '2', reference: 'in', reason: 'x' })
  expect((await credit(id, { amount_usd: '-2.000000001', reference: 'out', reason: 'x' })).refusal).toBe('409 conflict')
  expect((await credit(id, { amount_usd: '-1.999999999', reference: 'out', reason: 'x' })).as(creditOut).amount_usd).toBe('-1.999999999')
  expect(await balance(id)).toMatchObject({ credit_usd: '0.000000001' })
  await expectBooksToBalance()
})

test.each(['0', '1e3', '0.0000000001', ' 1', '1,50', '', '-', 'NaN', '99999999999', 5, null])('%j is no amount', async (amount) => {
  const { id } = await manage.team()
  const answer = await credit(id, { amount_usd: amount, reference: 'r', reason: 'x' })
  expect(answer.refusal).toBe('400 invalid_request')
  expect(answer.details.param).toBe('amount_usd')
})

test("a team's own key may not give itself credit, nor learn of another team", async () => {
  const { id, key } = await manage.team()
  const other = await manage.team()
  expect((await credit(id, { amount_usd: '1', reference: 'r', reason: 'x' }, key)).refusal).toBe('403 forbidden')
  expect((await manage.call('GET', `/teams/${other.id}/balance`, undefined, { key })).refusal).toBe('404 not_found')
  expect((await manage.call('GET', `/teams/${other.id}/ledger`, undefined, { key })).refusal).toBe('404 not_found')
})

test('the ledger lists entries newest first, and the trial balance is zero', async () => {
  const { id, key } = await manage.team()
  for (const reference of ['a', 'b', 'c']) await credit(id, { amount_usd: '1', reference, reason: 'x' })
  const page = (await manage.call('GET', `/teams/${id}/ledger?limit=2`, undefined, { key })).as(pageOut(entryOut))
  expect(page.data.map((entry) => entry.reference)).toEqual(['c', 'b'])
  expect(page.data[0]?.actor).toMatch(/^mkey_/)
  const rest = (await manage.call('GET', `/teams/${id}/ledger?limit=2&cursor=${page.next_cursor}`)).as(pageOut(entryOut))
  expect(rest.data.map((entry) => entry.reference)).toEqual(['a'])
  const trial = (await manage.call('GET', '/reports/trial-balance')).as(trialBalanceOut)
  expect(trial.total_usd).toBe('0.000000000')
  expect(trial.accounts.find((account) => account.team_id === id)?.total_usd).toBe('3.000000000')
})

test('credit for a team that is not there is not found', async () => {
  const answer = await credit('team_00000000000000000000000000', { amount_usd: '1', reference: 'r', reason: 'x' })
  expect(answer.refusal).toBe('404 not_found')
})
