import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boundCountedInput, boundInputTokens } from '#lib/gateway/admission/bound-input'
import { fitHold, holdFor, planHold } from '#lib/gateway/admission/plan-hold'
import type { PriceCard, TokenRates } from '#lib/shared/pricing/price-card'
import { priceUsage } from '#lib/shared/pricing/price-usage'
import { noTokens } from '#lib/shared/pricing/token-usage'
import { decodeChatRequest } from '#lib/gateway/wire/openai-chat/decode-request'

const none = { cacheRead: null, cacheWrite5m: null, cacheWrite1h: null, reasoning: null, audioIn: null, audioOut: null, image: null }
const rates = (own: Partial<TokenRates>): TokenRates => ({ input: 1_000_000n, output: 2_000_000n, ...none, ...own })
const card = (own: Partial<TokenRates> = {}, rest: Partial<PriceCard> = {}): PriceCard => ({
  id: 'p',
  rates: rates(own),
  requestNanos: 0n,
  tiers: [],
  ...rest,
})
const request = (fields: object = {}) =>
  decodeChatRequest(Buffer.from(JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }], ...fields })))
const limits = { contextLength: 1000, maxOutputTokens: 100, maxImageTokens: null }

describe('planHold', () => {
  it("holds the input bound and the model's maximum when the client gave none", () => {
    expect(planHold(request(), limits, [card()], 50)).toMatchObject({
      fixedNanos: 50n,
      maxTokens: 100,
      clientGaveMax: false,
      minTokens: 100,
      holdNanos: 250n,
      mustSendCeiling: false,
    })
  })

  it("holds the client's own maximum for every choice", () => {
    const plan = planHold(request({ n: 3, max_tokens: 400 }), limits, [card()], 50)
    expect(plan).toMatchObject({ maxTokens: 400, clientGaveMax: true, outputNanosPerMillion: 6_000_000n, holdNanos: 50n + 2400n })
  })

  it('holds a thinking budget beyond the maximum, and never grants less', () => {
    const thinking = { type: 'enabled', budget_tokens: 90 }
    expect(planHold(request({ thinking, max_tokens: 10 }), limits, [card()], 0).maxTokens).toBe(90)
    expect(planHold(request({ thinking, max_tokens: 95 }), limits, [card()], 0).maxTokens).toBe(95)
    expect(planHold(request({ thinking }), { ...limits, maxOutputTokens: 1000 }, [card()], 0)).toMatchObject({
      maxTokens: 1000,
      minTokens: 256,
    })
    expect(planHold(request({ thinking }), limits, [card()], 0)).toMatchObject({ maxTokens: 100, minTokens: 100 })
    const roomy = { ...limits, maxOutputTokens: 1000 }
    expect(planHold(request({ thinking: { ...thinking, budget_tokens: 300 } }), roomy, [card()], 0).minTokens).toBe(300)
    expect(() => planHold(request({ thinking: { budget_tokens: 101 } }), limits, [card()], 0)).toThrow(/thinking\.budget_tokens/)
  })

  it('fits into an amount by granting less output, but neither less than a useful answer nor than the client asked for', () => {
    const open = planHold(request(), { ...limits, maxOutputTokens: 1000 }, [card()], 50)
    expect(fitHold(open, open.holdNanos)).toBe(open)
    expect(fitHold(open, holdFor(open, 600))).toMatchObject({ maxTokens: 600, holdNanos: holdFor(open, 600), mustSendCeiling: true })
    expect(fitHold(open, holdFor(open, 256))?.maxTokens).toBe(256)
    expect(fitHold(open, holdFor(open, 256) - 1n)).toBeNull()
    const named = planHold(request({ max_tokens: 1000 }), limits, [card()], 50)
    expect(fitHold(named, named.holdNanos - 1n)).toBeNull()
  })

  it('holds the dearest class and the dearest candidate', () => {
    expect(planHold(request(), limits, [card({ cacheWrite1h: 5_000_000n, reasoning: 7_000_000n })], 10).holdNanos).toBe(50n + 700n)
    expect(planHold(request(), limits, [card(), card({ output: 9_000_000n })], 10).holdNanos).toBe(10n + 900n)
  })

  it('holds the long-context rate once the bound reaches it', () => {
    const tiered = card({}, { tiers: [{ aboveInputTokens: 20, rates: rates({ input: 4_000_000n }) }] })
    expect(planHold(request(), limits, [tiered], 20).fixedNanos).toBe(20n)
    expect(planHold(request(), limits, [tiered], 21).fixedNanos).toBe(84n)
  })

  it('holds a prediction as output', () => {
    const predicted = request({ prediction: { type: 'content', content: 'x'.repeat(100) } })
    expect(planHold(predicted, limits, [card()], 0).fixedNanos).toBe(BigInt(predicted.predictionBytes) * 2n)
  })

  it('assumes a ceiling, and sends it, when nothing is known of the model', () => {
    expect(planHold(request(), { contextLength: null, maxOutputTokens: null, maxImageTokens: null }, [card()], 0)).toMatchObject({
      maxTokens: 32_768,
      mustSendCeiling: true,
    })
  })

  it('refuses audio output without a price', () => {
    expect(() => planHold(request({ modalities: ['text', 'audio'] }), limits, [card()], 0)).toThrow(/audio/)
    expect(planHold(request({ modalities: ['text', 'audio'] }), limits, [card({ audioOut: 5_000_000n })], 0).holdNanos).toBe(500n)
  })

  it('covers any usage within the bound', () => {
    const rate = fc.bigInt({ min: 0n, max: 10n ** 9n })
    fc.assert(
      fc.property(
        rate,
        rate,
        rate,
        rate,
        fc.nat(1000),
        fc.nat(100),
        fc.nat(1000),
        (input, output, cacheRead, reasoning, bound, ceiling, split) => {
          const priced = card({ input, output, cacheRead, reasoning })
          const read = Math.min(split, bound)
          const usage = {
            ...noTokens,
            input: bound - read,
            cacheRead: read,
            output: Math.floor(ceiling / 2),
            reasoning: Math.ceil(ceiling / 2),
          }
          expect(planHold(request({ max_tokens: Math.max(1, ceiling) }), limits, [priced], bound).holdNanos).toBeGreaterThanOrEqual(
            priceUsage(usage, priced),
          )
        },
      ),
    )
  })
})

describe('boundInputTokens', () => {
  const open = { contextLength: null, maxOutputTokens: null, maxImageTokens: 700 }
  const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${'A'.repeat(5000)}` } }
  const withContent = (...content: object[]) => request({ messages: [{ role: 'user', content }] })

  it('is the bytes of the body, an image counting as its maximum', () => {
    expect(boundInputTokens(request(), open)).toBe(request().body.length)
    const pictured = withContent(image)
    expect(boundInputTokens(pictured, open)).toBe(pictured.body.length - image.image_url.url.length + 700)
  })

  it('never exceeds a known context', () => {
    expect(boundInputTokens(request({ x: 'y'.repeat(5000) }), limits)).toBe(1000)
    expect(boundInputTokens(withContent({ type: 'file', file: { file_id: 'f' } }), limits)).toBe(1000)
  })

  it('takes a million for files when the context is unknown', () => {
    expect(boundInputTokens(withContent({ type: 'file', file: { file_id: 'f' } }), open)).toBe(1_000_000)
  })

  it('adds a tenth to a count', () => {
    expect(boundCountedInput(request(), open, 100)).toBe(110)
  })
})
