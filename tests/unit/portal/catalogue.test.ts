import { expect, test } from 'vitest'
import { findCatalogueEntry } from '#lib/portal/prices/catalogue'

const at = new Date('2026-11-22T18:00:00Z')
const find = (name: string, vendor = '') => findCatalogueEntry(name, vendor, at)

test('a bare name is found with the provider it belongs to', () => {
  expect(find('gpt-4o-mini')).toMatchObject({
    provider: 'openai',
    contextLength: 128_000,
    values: {
      rates: { input: 150_000_000n, output: 600_000_000n, cacheRead: 75_000_000n, cacheWrite5m: null },
      requestNanos: null,
      tiers: [],
    },
    leftOut: [],
  })
})

test('a name with its vendor before a slash, or beside it, means that vendor', () => {
  expect(find('anthropic/claude-sonnet-4-5')?.provider).toBe('anthropic')
  expect(find('llama-3.3-70b-versatile')).toBeNull()
  expect(find('llama-3.3-70b-versatile', 'Groq')).toMatchObject({ provider: 'groq', values: { rates: { input: 590_000_000n } } })
})

test('long-context rates become tiers that hold every rate of theirs', () => {
  const tiers = find('claude-sonnet-4-5')?.values.tiers
  expect(tiers).toMatchObject([
    {
      aboveInputTokens: 200_000,
      rates: { input: 6_000_000_000n, output: 22_500_000_000n, cacheWrite5m: 7_500_000_000n, cacheWrite1h: 12_000_000_000n },
    },
  ])
})

test('a vendor that is cheaper at night is priced by day, whatever the hour of the import', () => {
  const night = findCatalogueEntry('deepseek-chat', '', new Date('2026-11-22T18:00:00Z'))
  const day = findCatalogueEntry('deepseek-chat', '', new Date('2026-11-22T12:00:00Z'))
  expect(night?.values.rates).toMatchObject({ input: 270_000_000n, output: 1_100_000_000n })
  expect(night).toEqual(day)
})

test('what the catalogue prices and Tollgate cannot charge for is told', () => {
  expect(find('gpt-image-1.5')?.leftOut).toContain('output_image_mtok')
})

test.each(['no-such-model', 'demo-chat', 'whisper-1', '', '/', 'openai/', 'openai/no-such-model'])(
  '%j has no price by the token',
  (name) => {
    expect(find(name)).toBeNull()
  },
)
