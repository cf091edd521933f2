import { afterAll, beforeAll, expect, test } from 'vitest'
import { settleRequest } from '#lib/ledger/settle-request'
import { pageOut } from '#lib/portal/management-api/wire/fields'
import { usageOut } from '#lib/portal/management-api/wire/report-wire'
import { requestOut } from '#lib/portal/management-api/wire/request-wire'
import { parseId, showId } from '#lib/shared/ids'
import { type Manage, startManage } from '#tests/contract/manage/manage-client'
import { admissionOf, expectBooksToBalance, settlementOf } from '#tests/support/ledger'

let manage: Manage
beforeAll(async () => {
  manage = await startManage()
})
afterAll(() => manage.close())

/** A team with credit and a key, as the ledger and as the API know it. */
async function customer() {
  const team = await manage.team()
  await manage.call('POST', `/teams/${team.id}/credits`, { amount_usd: '1', reference: 'in', reason: 'x' })
  const key = (await manage.call('POST', `/teams/${team.id}/keys`, { name: 'Caller' })).id
  return { ...team, keyId: key, ledger: { teamId: parseId('team', team.id) ?? '', keyId: parseId('key', key) ?? '' } }
}

async function settle(
  owner: Awaited<ReturnType<typeof customer>>,
  chargeNanos: bigint,
  model = 'test-model',
  status: 'succeeded' | 'failed' = 'succeeded',
) {
  const admission = admissionOf(owner.ledger, { model })
  await settleRequest(settlementOf(admission, chargeNanos, { status }))
  return showId('req', admission.requestId)
}

const list = async (query: string, key?: string) =>
  (await manage.call('GET', `/requests?${query}`, undefined, { key })).as(pageOut(requestOut)).data

test('a settled request is listed and read with tokens, charge and key', async () => {
  const owner = await customer()
  const id = await settle(owner, 30n)
  const [shown] = await list(`team=${owner.id}`)
  expect(shown).toMatchObject({ id, key_id: owner.keyId, key_name: 'Caller', charge_usd: '0.000000030', tokens: { input: 3, output: 2 } })
  expect(shown?.internals).toMatchObject({ cost_usd: '0.000000015', attempts: [] })
  expect((await manage.call('GET', `/requests/${id}`)).body).toEqual(shown)
})

test('a team sees its own requests without what they cost the operator', async () => {
  const [own, other] = [await customer(), await customer()]
  const [mine, foreign] = [await settle(own, 1n), await settle(other, 1n)]
  expect((await list('', own.key)).map((request) => request.id)).toEqual([mine])
  expect((await manage.call('GET', `/requests/${mine}`, undefined, { key: own.key })).as(requestOut).internals).toBeNull()
  expect((await manage.call('GET', `/requests/${foreign}`, undefined, { key: own.key })).refusal).toBe('404 not_found')
  expect((await manage.call('GET', `/requests?team=${other.id}`, undefined, { key: own.key })).refusal).toBe('404 not_found')
  expect(await list(`key=${other.keyId}`, own.key)).toEqual([])
})

test('filters and cursor choose exactly', async () => {
  const owner = await customer()
  const ids = [await settle(owner, 1n, 'one'), await settle(owner, 1n, 'two', 'failed'), await settle(owner, 1n, 'one')]
  expect((await list(`team=${owner.id}&model=one`)).map((request) => request.id)).toEqual([ids[2], ids[0]])
  expect((await list(`team=${owner.id}&status=failed`)).map((request) => request.id)).toEqual([ids[1]])
  expect(await list(`team=${owner.id}&from=2020-01-01&to=2020-02-01`)).toEqual([])
  expect(await list(`team=${owner.id}&from=2020-01-01T00:00:00Z`)).toHaveLength(3)
  const first = (await manage.call('GET', `/requests?team=${owner.id}&limit=2`)).as(pageOut(requestOut))
  const second = (await manage.call('GET', `/requests?team=${owner.id}&limit=2&cursor=${first.next_cursor}`)).as(pageOut(requestOut))
  expect([...first.data, ...second.data].map((request) => request.id)).toEqual(ids.toReversed())
  expect(second.next_cursor).toBeNull()
})

test.each(['team=nope', 'status=done', 'from=yesterday', 'to=2026-13-01', 'limit=1000', 'user=me'])('?%s is refused', async (query) => {
  expect((await manage.call('GET', `/requests?${query}`)).refusal).toBe('400 invalid_request')
})

test.each(['req_00000000000000000000000000', 'req_7zzzzzzzzzzzzzzzzzzzzzzzzz', 'req_x'])('%s is not found', async (id) => {
  expect((await manage.call('GET', `/requests/${id}`)).refusal).toBe('404 not_found')
})

test('usage sums by day, hour, model, key and team', async () => {
  const owner = await customer()
  for (const model of ['one', 'one', 'two']) await settle(owner, 5n, model)
  const usage = async (groupBy: string, key?: string) =>
    (await manage.call('GET', `/usage?team=${owner.id}&group_by=${groupBy}`, undefined, { key })).as(pageOut(usageOut)).data
  expect(await usage('model')).toMatchObject([
    { group: 'one', requests: 2, input_tokens: 6, charge_usd: '0.000000010', cost_usd: '0.000000004', average_latency_ms: 12 },
    { group: 'two', requests: 1, charge_usd: '0.000000005' },
  ])
  expect(await usage('key')).toMatchObject([{ group: owner.keyId, requests: 3 }])
  expect(await usage('team')).toMatchObject([{ group: owner.id, requests: 3 }])
  const today = new Date().toISOString().slice(0, 10)
  expect((await usage('day')).map((sum) => sum.group)).toEqual([today])
  expect((await usage('hour', owner.key))[0]).toMatchObject({ requests: 3, cost_usd: null })
})

test('a refund gives a charge back once', async () => {
  const owner = await customer()
  const id = await settle(owner, 40n)
  const refund = () => manage.call('POST', `/requests/${id}/refund`, { reason: 'Bad answer' })
  const first = await refund()
  expect([first.status, first.body]).toMatchObject([201, { request_id: id, team_id: owner.id, amount_usd: '0.000000040' }])
  expect((await refund()).status).toBe(200)
  expect((await manage.call('GET', `/teams/${owner.id}/balance`)).body).toMatchObject({ credit_usd: '1.000000000' })
  expect((await manage.call('POST', `/requests/${id}/refund`, { reason: 'x' }, { key: owner.key })).refusal).toBe('403 forbidden')
  const unpaid = await settle(owner, 0n)
  expect((await manage.call('POST', `/requests/${unpaid}/refund`, { reason: 'x' })).refusal).toBe('409 conflict')
  await expectBooksToBalance()
})
