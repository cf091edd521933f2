import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileNames } from '#lib/shared/policy/match-names'

test.each([
  ['gpt-4o', 'gpt-4o', true],
  ['gpt-4o', 'gpt-4o-mini', false],
  ['gpt-4o', 'GPT-4o', false],
  ['gpt-*', 'gpt-', true],
  ['gpt-*', 'my-gpt-4', false],
  ['*', '', true],
  ['*-mini', 'openai/gpt-4o-mini', true],
  ['openai/*', 'openai/a/b', true],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['**a**', 'bab', true],
  ['a.c', 'abc', false],
])('%s and %s: %s', (pattern, name, matches) => {
  expect(compileNames([pattern])(name)).toBe(matches)
})

test('matches as the regular expression of the same meaning does', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 12 })
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '*'), maxLength: 8 })
  fc.assert(
    fc.property(fc.array(pattern, { maxLength: 3 }), text, (patterns, name) => {
      const expected = patterns.some((one) => new RegExp(`^${one.replaceAll('*', '.*')}$`).test(name))
      expect(compileNames(patterns)(name)).toBe(expected)
    }),
    { numRuns: 2000 },
  )
})

test('patterns made to be slow are not, on names as long as any that is asked about', () => {
  const slow = [
    (n: number) => `${'a*'.repeat(90)}b${n}`,
    (n: number) => `models/*${'a'.repeat(150)}b${n}*`,
    (n: number) => `*b${'a'.repeat(150)}*${n}`,
    (n: number) => `*${'ab'.repeat(60)}a*x${n}*`,
  ]
  for (const pattern of slow) {
    const matches = compileNames(Array.from({ length: 200 }, (_, n) => pattern(n)))
    const names = ['models/', '', 'b', 'ab'.repeat(60)].map((start) => start + 'a'.repeat(256 - start.length))
    const startedAt = performance.now()
    for (let n = 0; n < 100; n++) for (const name of names) expect(matches(name)).toBe(false)
    expect(performance.now() - startedAt).toBeLessThan(6_000)
  }
})
