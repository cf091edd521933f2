import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chargeUsage } from '#lib/gateway/metering/charge-usage'
import { explainCharge } from '#lib/shared/pricing/explain-charge'
import type { PriceCard, TokenRates } from '#lib/shared/pricing/price-card'
import { priceUsage } from '#lib/shared/pricing/price-usage'
import { noTokens, type TokenUsage } from '#lib/shared/pricing/token-usage'

const rate = fc.bigInt({ min: 0n, max: 10n ** 13n })
const ownRate = fc.option(rate, { nil: null })
const rates: fc.Arbitrary<TokenRates> = fc.record({
  input: rate,
  output: rate,
  cacheRead: ownRate,
  cacheWrite5m: ownRate,
  cacheWrite1h: ownRate,
  reasoning: ownRate,
  audioIn: ownRate,
  audioOut: ownRate,
  image: ownRate,
})
const count = fc.oneof(fc.constant(0), fc.nat(5), fc.nat(3_000_000))
const usages: fc.Arbitrary<TokenUsage> = fc.record({
  input: count,
  cacheRead: count,
  cacheWrite5m: count,
  cacheWrite1h: count,
  output: count,
  reasoning: count,
  audioIn: count,
  audioOut: count,
  image: count,
})
const tiers = fc
  .uniqueArray(fc.tuple(fc.nat(1_000_000), rates), { maxLength: 3, selector: ([above]) => above })
  .map((list) => list.sort(([a], [b]) => a - b).map(([aboveInputTokens, own]) => ({ aboveInputTokens, rates: own })))
const cards: fc.Arbitrary<PriceCard> = fc.record({
  id: fc.constant('p'),
  rates,
  requestNanos: fc.bigInt({ min: 0n, max: 10n ** 9n }),
  tiers,
})

const sumOf = (explained: ReturnType<typeof explainCharge>) =>
  explained.lines.reduce((sum, line) => sum + line.femtos, explained.roundingFemtos) +
  (explained.requestNanos + explained.differenceNanos) * 1_000_000n

describe('explainCharge', () => {
  it('adds up to the charge for any usage and price', () => {
    fc.assert(
      fc.property(usages, cards, (usage, card) => {
        const chargeNanos = priceUsage(usage, card)
        const explained = explainCharge({ usage, chargeNanos, estimated: false }, card)
        expect(sumOf(explained)).toBe(chargeNanos * 1_000_000n)
        expect(explained.differenceNanos).toBe(0n)
        expect(explained.roundingFemtos >= 0n && explained.roundingFemtos < 1_000_000n).toBe(true)
        for (const line of explained.lines) expect(line.femtos).toBe(BigInt(line.tokens) * line.rate)
      }),
    )
  })

  it('adds up to what the gateway charges, guesses and implausible claims included', () => {
    const bound = fc.nat(100_000)
    const terms = fc.record({ holdNanos: fc.bigInt({ min: 0n, max: 10n ** 12n }), usageBounds: fc.record({ input: bound, output: bound }) })
    fc.assert(
      fc.property(usages, cards, terms, fc.boolean(), fc.boolean(), (usage, price, { holdNanos, usageBounds }, estimated, told) => {
        const isTold = told || !estimated
        const charged = chargeUsage({ usage, estimated, isTold }, { price, holdNanos, usageBounds })
        const explained = explainCharge(charged, price)
        expect(sumOf(explained)).toBe(charged.chargeNanos * 1_000_000n)
        expect(explained.verdict).not.toBe('unexplained')
        if (explained.verdict === 'capped') expect(charged.chargeNanos).toBe(holdNanos)
      }),
    )
  })

  const card: PriceCard = {
    id: 'p',
    rates: { ...nullRates(), input: 150_000_000n, output: 600_000_000n },
    requestNanos: 25n,
    tiers: [{ aboveInputTokens: 100, rates: { ...nullRates(), input: 300_000_000n, output: 1_200_000_001n } }],
  }

  it('names the rates of the tier that was reached', () => {
    const usage = { ...noTokens, input: 101, output: 1 }
    expect(explainCharge({ usage, chargeNanos: priceUsage(usage, card), estimated: false }, card)).toMatchObject({
      tierAboveTokens: 100,
      lines: [
        { tokenClass: 'input', tokens: 101, rate: 300_000_000n },
        { tokenClass: 'output', tokens: 1, rate: 1_200_000_001n },
      ],
      roundingFemtos: 999_999n,
      verdict: 'by_price',
    })
  })

  it('counts everything that was read towards the tier, cached tokens too', () => {
    const usage = { ...noTokens, input: 1, cacheRead: 100 }
    const explained = explainCharge({ usage, chargeNanos: priceUsage(usage, card), estimated: false }, card)
    expect(explained).toMatchObject({ tierAboveTokens: 100, lines: [{ rate: 300_000_000n }, { rate: 300_000_000n }] })
  })

  it('takes no fee where nothing was charged', () => {
    expect(explainCharge({ usage: noTokens, chargeNanos: 0n, estimated: false }, card)).toMatchObject({
      verdict: 'free',
      lines: [],
      requestNanos: 0n,
      differenceNanos: 0n,
    })
  })

  it('says that an estimate was cut to the hold, and never explains away what a price does not', () => {
    const usage = { ...noTokens, input: 10 }
    expect(explainCharge({ usage, chargeNanos: 1000n, estimated: true }, card)).toMatchObject({ verdict: 'capped', differenceNanos: -525n })
    expect(explainCharge({ usage, chargeNanos: 1000n, estimated: false }, card).verdict).toBe('unexplained')
    expect(explainCharge({ usage, chargeNanos: 2000n, estimated: true }, card).verdict).toBe('unexplained')
  })
})

function nullRates() {
  return { cacheRead: null, cacheWrite5m: null, cacheWrite1h: null, reasoning: null, audioIn: null, audioOut: null, image: null }
}
