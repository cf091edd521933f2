import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PriceCard, TokenRates } from '#lib/shared/pricing/price-card'
import { priceUsage } from '#lib/shared/pricing/price-usage'
import { noTokens } from '#lib/shared/pricing/token-usage'

const none = { cacheRead: null, cacheWrite5m: null, cacheWrite1h: null, reasoning: null, audioIn: null, audioOut: null, image: null }
const rates = (own: Partial<TokenRates>): TokenRates => ({ input: 0n, output: 0n, ...none, ...own })
const card = (own: Partial<TokenRates>, rest: Partial<PriceCard> = {}): PriceCard => ({
  id: 'p',
  rates: rates(own),
  requestNanos: 0n,
  tiers: [],
  ...rest,
})

describe('priceUsage', () => {
  it('is tokens times price, exactly', () => {
    expect(priceUsage({ ...noTokens, input: 14, output: 8 }, card({ input: 150_000_000n, output: 600_000_000n }))).toBe(
      14n * 150n + 8n * 600n,
    )
  })

  it('rounds up once, not once per class', () => {
    const tokens = { ...noTokens, input: 1, output: 1, cacheRead: 1 }
    expect(priceUsage(tokens, card({ input: 400_000n, output: 400_000n, cacheRead: 200_000n }))).toBe(1n)
    expect(priceUsage(tokens, card({ input: 400_000n, output: 400_000n, cacheRead: 200_001n }))).toBe(2n)
  })

  it('takes the input or output price for a class without one', () => {
    const tokens = { ...noTokens, cacheRead: 1, cacheWrite5m: 1, audioIn: 1, image: 1, reasoning: 1, audioOut: 1 }
    expect(priceUsage(tokens, card({ input: 1_000_000n, output: 10_000_000n }))).toBe(24n)
    expect(priceUsage({ ...noTokens, cacheWrite1h: 1 }, card({ input: 1_000_000n, cacheWrite5m: 3_000_000n }))).toBe(3n)
  })

  it('adds the price per request', () => {
    expect(priceUsage(noTokens, card({}, { requestNanos: 10_000_000n }))).toBe(10_000_000n)
  })

  it('bills the whole request at the tier its input reaches', () => {
    const tiered = card(
      { input: 1_000_000n, output: 1_000_000n },
      { tiers: [{ aboveInputTokens: 200, rates: rates({ input: 2_000_000n, output: 3_000_000n }) }] },
    )
    expect(priceUsage({ ...noTokens, input: 200, output: 10 }, tiered)).toBe(210n)
    expect(priceUsage({ ...noTokens, input: 101, cacheRead: 100, output: 10 }, tiered)).toBe(2n * 201n + 30n)
  })

  it('never falls as tokens rise', () => {
    const rate = fc.bigInt({ min: 0n, max: 10n ** 12n })
    fc.assert(
      fc.property(rate, rate, fc.nat(1e6), fc.nat(1e6), fc.nat(1000), (input, output, a, b, more) => {
        const price = (tokensIn: number, tokensOut: number) =>
          priceUsage({ ...noTokens, input: tokensIn, output: tokensOut }, card({ input, output }))
        expect(price(a + more, b)).toBeGreaterThanOrEqual(price(a, b))
        expect(price(a, b + more)).toBeGreaterThanOrEqual(price(a, b))
      }),
    )
  })
})
