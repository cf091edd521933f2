import { describe, expect, test } from 'vitest'
import { noRates, type Price } from '#lib/portal/prices/price'
import { priceForm, pricesOf } from '../../../app/(operator)/admin/models/_actions/price-form'

const empty = { name: 'm', input: '', output: '', cacheRead: '', request: '', markupPercent: '0' }
const current: Price = {
  id: 'p',
  kind: 'sell',
  model: 'm',
  customerGroup: 'default',
  channelId: null,
  source: 'manual',
  createdAt: new Date(0),
  rates: { ...noRates, input: 5n, output: 6n, reasoning: 7n },
  requestNanos: 8n,
  tiers: [{ aboveInputTokens: 1, rates: { ...noRates, input: 9n } }],
}

describe('the price form', () => {
  test.each([{ input: '1' }, { output: '1' }, { cacheRead: '1' }, { input: '1', request: '1' }])(
    'refuses half a token price: %o',
    (given) => {
      expect(priceForm.safeParse({ ...empty, ...given }).success).toBe(false)
    },
  )

  test('takes a markup alone, and sets no price', () => {
    expect(pricesOf(priceForm.parse({ ...empty, markupPercent: '12.5' }), current)).toBeNull()
  })

  test('takes a price per request alone: tokens are free, whatever they cost before', () => {
    const prices = pricesOf(priceForm.parse({ ...empty, request: '0.01' }), current)
    expect(prices).toEqual({ rates: { ...noRates, input: 0n, output: 0n }, requestNanos: 10_000_000n, tiers: [] })
  })

  test('keeps the classes and tiers it does not show', () => {
    const prices = pricesOf(priceForm.parse({ ...empty, input: '1', output: '2' }), current)
    expect(prices).toMatchObject({ rates: { input: 1_000_000_000n, reasoning: 7n }, requestNanos: null, tiers: current.tiers })
  })
})
