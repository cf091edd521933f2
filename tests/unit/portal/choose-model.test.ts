import { expect, test } from 'vitest'
import { chooseModel } from '#lib/portal/models/suggest-model'

type Offered = Parameters<typeof chooseModel>[0][number]
const model = (name: string, usd: bigint, overrides: Partial<Offered> = {}): Offered => {
  const rates = { input: usd, output: usd } as Offered['price']['rates']
  return { name, available: true, outputModalities: ['text'], price: { rates } as Offered['price'], ...overrides }
}
const nothing = new Set<string>()

test('examples name the cheapest model that answers', () => {
  const models = [model('a', 5n), model('c', 1n), model('b', 1n)]
  expect(chooseModel(models, nothing)).toBe('b')
  expect(chooseModel(models, new Set(['b', 'c']))).toBe('a')
  expect(chooseModel([...models, model('picture', 0n, { outputModalities: ['image'] })], nothing)).toBe('b')
  expect(chooseModel([model('off', 0n, { available: false }), model('a', 5n)], new Set(['a']))).toBe('a')
})

test('what does not work is named where nothing else is sold, and nothing where nothing is', () => {
  expect(chooseModel([model('a', 5n), model('b', 1n)], new Set(['a', 'b']))).toBe('b')
  expect(chooseModel([], nothing)).toBeNull()
})
