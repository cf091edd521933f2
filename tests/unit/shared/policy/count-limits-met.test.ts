import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countLimitsMet } from '#lib/shared/policy/count-limits-met'

const one = { requests_per_minute: 1 }
const two = { requests_per_minute: 1, tokens_per_day: 1 }

test.each([
  [0, {}],
  [2, two],
  [3, { ...two, per_method: { GET: one, POST: one } }],
  [3, { per_method: { GET: one, POST: { ...two, concurrency: 1 } } }],
  [2, { per_model: { 'openai/*': two, 'google/*': one, 'anthropic/*': two } }],
  [1, { per_model: { 'a*-mini': one, 'a*-large': one } }],
  [3, { per_model: { 'a*': one, 'ab*': one, '*c': one } }],
  [2, { per_model: { 'gpt-4o': one, 'gpt-4o-mini': one, 'gpt-*': one } }],
  [1, { per_model: { gpt: one, 'gpt-*': one } }],
  [3, { per_model: { '*': one, '**': one, '***': one } }],
])('%i limits are met at once by one request under %j', (met, limits) => {
  expect(countLimitsMet(limits)).toBe(met)
})

test('no name meets more than is counted', () => {
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), minLength: 1, maxLength: 5 })
  const name = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(fc.uniqueArray(pattern, { maxLength: 8 }), name, (patterns, model) => {
      const matching = patterns.filter((text) => new RegExp(`^${text.replaceAll('*', '.*')}$`).test(model))
      expect(countLimitsMet({ per_model: Object.fromEntries(patterns.map((text) => [text, one])) })).toBeGreaterThanOrEqual(matching.length)
    }),
    { numRuns: 2_000 },
  )
})
