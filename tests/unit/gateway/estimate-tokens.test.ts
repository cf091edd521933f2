import { describe, expect, it } from 'vitest'
import { seededRandom } from '#tests/support/seeded-random'
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

  it('samples a long text evenly', async () => {
    const text = 'The quick brown fox jumps over the lazy dog. '.repeat(50_000)
    const started = performance.now()
    const tokens = await estimateTokens(text)
    expect(performance.now() - started).toBeLessThan(2000)
    expect(tokens).toBeGreaterThan(490_000)
    expect(tokens).toBeLessThan(530_000)
  })

  it('lets other work run while it counts the densest text, however many wait', async () => {
    await estimateTokens('warm')
    const random = seededRandom(3)
    const dense = () => Array.from({ length: 40_000 }, () => String.fromCharCode(0x4e00 + Math.floor(random() * 20_000))).join('')
    const gaps: number[] = []
    let last = performance.now()
    const watch = setInterval(() => {
      gaps.push(performance.now() - last)
      last = performance.now()
    }, 1)
    await Promise.all([dense(), dense(), dense()].map((text) => estimateTokens(text)))
    clearInterval(watch)
    const ordered = gaps.toSorted((a, b) => a - b)
    expect(ordered.length).toBeGreaterThan(20)
    expect(ordered[Math.floor(ordered.length / 2)]).toBeLessThan(40)
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
