import { describe, expect, it } from 'vitest'
import { boundUsage } from '#lib/gateway/admission/bound-input'
import { chargeUsage } from '#lib/gateway/metering/charge-usage'
import { noTokens } from '#lib/shared/pricing/token-usage'
import { decodeChatRequest } from '#lib/gateway/wire/openai-chat/decode-request'

const none = { cacheRead: null, cacheWrite5m: null, cacheWrite1h: null, reasoning: null, audioIn: null, audioOut: null, image: null }
const price = { id: 'p', rates: { input: 1_000_000n, output: 2_000_000n, ...none }, requestNanos: 0n, tiers: [] }
const terms = { price, holdNanos: 500n, usageBounds: { input: 1000, output: 200 } }

describe('chargeUsage', () => {
  it('charges a true overrun whole', () => {
    const usage = { ...noTokens, input: 1000, output: 200 }
    expect(chargeUsage({ usage, estimated: false, isTold: true }, terms)).toMatchObject({
      usage,
      estimated: false,
      isPlausible: true,
      chargeNanos: 1400n,
    })
  })

  it('never charges an estimate beyond the hold', () => {
    const usage = { ...noTokens, input: 1000 }
    expect(chargeUsage({ usage, estimated: true, isTold: false }, terms)).toMatchObject({ isPlausible: true, chargeNanos: 500n })
  })

  it('charges what the upstream told of a broken answer whole, estimate or not', () => {
    const usage = { ...noTokens, input: 1000 }
    expect(chargeUsage({ usage, estimated: true, isTold: true }, terms)).toMatchObject({ estimated: true, chargeNanos: 1000n })
  })

  it('cuts an implausible claim to the bounds and charges no more than the hold', () => {
    const usage = { ...noTokens, input: 900, cacheRead: 400, output: 1e9, reasoning: 1e9 }
    expect(chargeUsage({ usage, estimated: false, isTold: true }, terms)).toMatchObject({
      usage: { ...noTokens, input: 900, cacheRead: 100, output: 200 },
      estimated: true,
      isPlausible: false,
      chargeNanos: 500n,
    })
  })
})

describe('boundUsage', () => {
  const request = (fields: object = {}) =>
    decodeChatRequest(Buffer.from(JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }], ...fields })))
  const limits = { contextLength: 128_000, maxOutputTokens: 4096, maxImageTokens: null }

  it('is the context, and twice the ceiling for each choice', () => {
    expect(boundUsage(request({ n: 3 }), limits, 4096)).toEqual({ input: 128_000, output: 3 * 8192 })
  })

  it('believes some reasoning beside a very low ceiling, and a hidden prompt where the context is not known', () => {
    expect(boundUsage(request(), { ...limits, contextLength: null }, 5)).toEqual({ input: 32_768, output: 4096 })
  })
})
