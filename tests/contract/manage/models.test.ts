import { afterAll, beforeAll, expect, test } from 'vitest'
import { pageOut } from '#lib/portal/management-api/wire/fields'
import { modelOut } from '#lib/portal/management-api/wire/model-wire'
import { priceVersionOut } from '#lib/portal/management-api/wire/price-wire'
import { type Manage, startManage } from '#tests/contract/manage/manage-client'

let manage: Manage
beforeAll(async () => {
  manage = await startManage()
})
afterAll(() => manage.close())

const put = (name: string, body: unknown, key?: string) => manage.call('PUT', `/models/${encodeURIComponent(name)}`, body, { key })
const free = { input_per_million_usd: '0', output_per_million_usd: '0' }

test('a model with a price of zero and a price for the request is made, then changed', async () => {
  const body = { prices: { ...free, request_usd: '0.01' }, context_length: 128_000, capabilities: ['tools', 'vision', 'json_schema'] }
  const made = await put('bar-model', body)
  expect(made.status).toBe(201)
  expect(made.as(modelOut)).toMatchObject({ model: 'bar-model', context_length: 128_000, capabilities: body.capabilities })
  expect(made.as(modelOut).prices).toMatchObject({ input_per_million_usd: '0.000000000', request_usd: '0.010000000', tiers: [] })
  const changed = await put('bar-model', { max_output_tokens: 4_096 })
  expect(changed.status).toBe(200)
  expect(changed.body).toMatchObject({ ...(made.body as object), max_output_tokens: 4_096 })
})

test('a name with a slash is one name', async () => {
  expect((await put('vendor/model:free', { prices: free })).status).toBe(201)
  expect((await manage.call('GET', '/models/vendor%2Fmodel%3Afree')).as(modelOut).model).toBe('vendor/model:free')
  expect((await manage.call('GET', '/models/vendor/model:free')).refusal).toBe('404 unknown_path')
})

test('every class of tokens and every tier is kept to the nanodollar', async () => {
  const rates = {
    input_per_million_usd: '1.000000001',
    output_per_million_usd: '2',
    cache_read_per_million_usd: '0.1',
    cache_write_5m_per_million_usd: '1.25',
    cache_write_1h_per_million_usd: '2.5',
    reasoning_per_million_usd: '3',
    audio_in_per_million_usd: '4',
    audio_out_per_million_usd: '5',
    image_per_million_usd: '6',
  }
  const tiers = [
    { above_input_tokens: 400_000, input_per_million_usd: '4' },
    { above_input_tokens: 200_000, input_per_million_usd: '2', output_per_million_usd: '3' },
  ]
  const { prices } = (await put('all-classes', { prices: { ...rates, request_usd: '0.5', tiers } })).as(modelOut)
  expect(prices).toMatchObject({ input_per_million_usd: '1.000000001', image_per_million_usd: '6.000000000', request_usd: '0.500000000' })
  expect(prices?.tiers).toMatchObject([
    {
      above_input_tokens: 200_000,
      input_per_million_usd: '2.000000000',
      output_per_million_usd: '3.000000000',
      image_per_million_usd: null,
    },
    { above_input_tokens: 400_000, input_per_million_usd: '4.000000000' },
  ])
})

test.each([
  [{ prices: { input_per_million_usd: '1' } }, 'prices.output_per_million_usd'],
  [{ prices: { ...free, input_per_million_usd: 1 } }, 'prices.input_per_million_usd'],
  [{ prices: { ...free, input_per_million_usd: '-1' } }, 'prices.input_per_million_usd'],
  [{ prices: { ...free, input_per_million_usd: '1000001' } }, 'input_per_million_usd'],
  [{ prices: { ...free, per_second_usd: '1' } }, 'prices.per_second_usd'],
  [{ prices: { ...free, tiers: [{ above_input_tokens: 0 }] } }, 'prices.tiers.0.above_input_tokens'],
  [{ capabilities: ['Not A Word'] }, 'capabilities.0'],
  [{ context_length: 0 }, 'context_length'],
  [{ markup_ppm: -1 }, 'markup_ppm'],
])('%j is refused and %s is named', async (body, field) => {
  const answer = await put('refused', body)
  expect(answer.refusal).toBe('400 invalid_request')
  expect(answer.details.param).toBe(field)
  expect((await manage.call('GET', '/models/refused')).refusal).toBe('404 not_found')
})

test('a price change makes a version, the same price again makes none, null withdraws it', async () => {
  await put('versioned', { prices: { ...free, request_usd: '1' } })
  await put('versioned', { prices: { ...free, request_usd: '1' } })
  await put('versioned', { prices: { ...free, request_usd: '2' } })
  expect((await put('versioned', { prices: null })).as(modelOut).prices).toBeNull()
  await put('versioned', { prices: null })
  const history = (await manage.call('GET', '/models/versioned/prices')).as(pageOut(priceVersionOut))
  expect(history.data.map((version) => version.prices?.request_usd ?? null)).toEqual([null, '2.000000000', '1.000000000'])
})

test('a price belongs to a customer group, a cost to a channel', async () => {
  await put('grouped', { prices: { ...free, request_usd: '1' } })
  const price = (body: object) => manage.call('POST', '/models/grouped/prices', { prices: { ...free, request_usd: '0.5' }, ...body })
  expect((await price({ kind: 'sell', customer_group: 'vip' })).status).toBe(201)
  expect((await price({ kind: 'sell', customer_group: 'vip' })).status).toBe(200)
  expect((await price({ kind: 'cost' })).status).toBe(201)
  expect((await price({ kind: 'cost', customer_group: 'vip' })).details.param).toBe('customer_group')
  expect((await price({ kind: 'cost', channel_id: 'chan_00000000000000000000000000' })).details.param).toBe('channel_id')
  expect((await price({ kind: 'sell', customer_group: 'nobody', prices: null })).refusal).toBe('409 conflict')

  const vip = await manage.team()
  await manage.call('PATCH', `/teams/${vip.id}`, { customer_group: 'vip' })
  const seen = (await manage.call('GET', '/models/grouped', undefined, { key: vip.key })).as(modelOut)
  expect(seen.prices?.request_usd).toBe('0.500000000')
  expect(seen).toMatchObject({ cost_prices: null, markup_ppm: null })
  const operator = (await manage.call('GET', '/models/grouped')).as(modelOut)
  expect(operator.cost_prices?.request_usd).toBe('0.500000000')
})

test('a team sees what its group may buy, and nothing unpriced', async () => {
  const { key } = await manage.team()
  await put('for-sale', { prices: free })
  await put('unpriced', {})
  const names = (await manage.call('GET', '/models?limit=200', undefined, { key })).as(pageOut(modelOut)).data.map((model) => model.model)
  expect(names).toContain('for-sale')
  expect(names).not.toContain('unpriced')
  expect((await manage.call('GET', '/models/unpriced', undefined, { key })).refusal).toBe('404 not_found')
  expect((await put('for-sale', { prices: null }, key)).refusal).toBe('403 forbidden')
})
