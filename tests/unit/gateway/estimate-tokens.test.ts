import { describe, expect, it } from 'vitest'
import { endOfSlice, estimateTokens, sliceLength } from '#lib/gateway/metering/estimate-tokens'

describe('estimateTokens', () => {
  it('counts short text as the vocabulary does', async () => {
    expect(await estimateTokens('')).toBe(0)
    expect(await estimateTokens('Hello, world!')).toBe(4)
  })

  it('counts special tokens as plain text', async () => {
    expect(await estimateTokens('<|endoftext|>')).toBeGreaterThan(1)
  })

  it('stays fast on one letter 100,000 times', async () => {
    await estimateTokens('warm')
    const started = performance.now()
    expect(await estimateTokens('a'.repeat(100_000))).toBeGreaterThan(10_000)
    expect(performance.now() - started).toBeLessThan(2000)
  })

  it('never cuts a surrogate pair', () => {
    const text = `${'a'.repeat(sliceLength - 1)}${'\u{1f600}'.repeat(sliceLength)}`
    for (let start = 0; start < text.length; ) {
      const end = endOfSlice(text, start)
      expect(end - start).toBeGreaterThan(0)
      expect(end - start).toBeLessThanOrEqual(sliceLength)
      expect(text.slice(start, end).isWellFormed()).toBe(true)
      start = end
    }
  })
})
