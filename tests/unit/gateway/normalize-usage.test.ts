import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalizeUsage } from '#lib/gateway/metering/normalize-usage'
import { inputTokens, noTokens, outputTokens } from '#lib/shared/pricing/token-usage'

const of = (tokens: Partial<typeof noTokens>) => ({ ...noTokens, ...tokens })

describe('normalizeUsage', () => {
  it.each([
    ['plain', { prompt_tokens: 14, completion_tokens: 8, total_tokens: 22 }, of({ input: 14, output: 8 })],
    [
      'OpenAI with cache, audio and reasoning',
      {
        prompt_tokens: 100,
        completion_tokens: 50,
        total_tokens: 150,
        prompt_tokens_details: { cached_tokens: 60, audio_tokens: 10 },
        completion_tokens_details: { reasoning_tokens: 30, audio_tokens: 5 },
      },
      of({ input: 30, cacheRead: 60, audioIn: 10, output: 15, reasoning: 30, audioOut: 5 }),
    ],
    [
      'DeepSeek hit and miss',
      {
        prompt_tokens: 339,
        completion_tokens: 83,
        total_tokens: 422,
        prompt_cache_hit_tokens: 320,
        prompt_cache_miss_tokens: 19,
        completion_tokens_details: { reasoning_tokens: 39 },
      },
      of({ input: 19, cacheRead: 320, output: 44, reasoning: 39 }),
    ],
    [
      'DeepSeek hit and miss alone',
      { prompt_cache_hit_tokens: 3, prompt_cache_miss_tokens: 4, completion_tokens: 1 },
      of({ input: 4, cacheRead: 3, output: 1 }),
    ],
    [
      'xAI, completion without reasoning',
      { prompt_tokens: 12, completion_tokens: 26, total_tokens: 234, completion_tokens_details: { reasoning_tokens: 196 } },
      of({ input: 12, output: 26, reasoning: 196 }),
    ],
    [
      'xAI with less reasoning than completion',
      { prompt_tokens: 10, completion_tokens: 100, total_tokens: 150, completion_tokens_details: { reasoning_tokens: 40 } },
      of({ input: 10, output: 100, reasoning: 40 }),
    ],
    [
      'Gemini, thoughts only in the total',
      { prompt_tokens: 5, completion_tokens: 10, total_tokens: 215 },
      of({ input: 5, output: 10, reasoning: 200 }),
    ],
    [
      'Mistral',
      { prompt_tokens: 171, total_tokens: 185, completion_tokens: 14, prompt_tokens_details: { cached_tokens: 128 } },
      of({ input: 43, cacheRead: 128, output: 14 }),
    ],
    [
      'Groq timings',
      { queue_time: 0.04, prompt_tokens: 210, completion_tokens: 15, total_tokens: 225, total_time: 0.05 },
      of({ input: 210, output: 15 }),
    ],
    [
      'Moonshot',
      { prompt_tokens: 100, completion_tokens: 1, total_tokens: 101, cached_tokens: 90 },
      of({ input: 10, cacheRead: 90, output: 1 }),
    ],
    [
      'OpenRouter cache writes',
      { prompt_tokens: 100, completion_tokens: 1, total_tokens: 101, prompt_tokens_details: { cached_tokens: 10, cache_write_tokens: 70 } },
      of({ input: 20, cacheRead: 10, cacheWrite5m: 70, output: 1 }),
    ],
    [
      'cache writes by age',
      {
        prompt_tokens: 100,
        completion_tokens: 0,
        cache_creation_input_tokens: 50,
        cache_creation: { ephemeral_1h_input_tokens: 30, ephemeral_5m_input_tokens: 20 },
      },
      of({ input: 50, cacheWrite5m: 20, cacheWrite1h: 30 }),
    ],
    [
      'null details',
      { prompt_tokens: 40, completion_tokens: 2, total_tokens: 42, prompt_tokens_details: null, completion_tokens_details: null },
      of({ input: 40, output: 2 }),
    ],
    [
      'parts beyond the whole',
      { prompt_tokens: 5, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 50 } },
      of({ cacheRead: 5, output: 2 }),
    ],
    ['negative and fractional', { prompt_tokens: -5, completion_tokens: 2.9 }, of({ output: 2 })],
  ])('%s', (_, raw, expected) => {
    expect(normalizeUsage(raw)).toEqual(expected)
  })

  it.each([null, undefined, 7, 'x', [], {}, { total_tokens: 5 }, { prompt_tokens: '5', completion_tokens: Number.NaN }])(
    'answers null for %j',
    (raw) => {
      expect(normalizeUsage(raw)).toBeNull()
    },
  )

  it('never gives a negative class, and never loses or invents input', () => {
    const number = fc.oneof(fc.nat(5000), fc.integer(), fc.double(), fc.constant(undefined), fc.constant(null), fc.string())
    const details = fc.oneof(
      fc.record({
        cached_tokens: number,
        audio_tokens: number,
        image_tokens: number,
        reasoning_tokens: number,
        cache_write_tokens: number,
      }),
      fc.anything(),
    )
    const usage = fc.record({
      prompt_tokens: number,
      completion_tokens: number,
      total_tokens: number,
      cached_tokens: number,
      prompt_cache_hit_tokens: number,
      prompt_tokens_details: details,
      completion_tokens_details: details,
    })
    fc.assert(
      fc.property(usage, (raw) => {
        const tokens = normalizeUsage(raw)
        if (!tokens) return
        for (const value of Object.values(tokens)) expect(Number.isSafeInteger(value) && value >= 0).toBe(true)
        if (typeof raw.prompt_tokens === 'number' && raw.prompt_tokens >= 0 && raw.prompt_tokens < 1e9)
          expect(inputTokens(tokens)).toBe(Math.floor(Math.abs(raw.prompt_tokens)))
        if (typeof raw.completion_tokens === 'number' && raw.completion_tokens >= 0 && raw.completion_tokens < 1e9) {
          expect(outputTokens(tokens)).toBeGreaterThanOrEqual(Math.floor(raw.completion_tokens))
        }
      }),
    )
  })
})
