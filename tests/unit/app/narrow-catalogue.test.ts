import { expect, test } from 'vitest'
import type { CatalogueModel } from '#lib/portal/models/read-catalogue'
import { noRates } from '#lib/portal/prices/price'
import { modelPath, readModelPath } from '../../../app/_catalogue/model-path'
import { distinctOf, narrowCatalogue, readCatalogueQuery } from '../../../app/_catalogue/narrow-catalogue'

function model(name: string, input: bigint, output: bigint, more: Partial<CatalogueModel> = {}): CatalogueModel {
  return {
    name,
    displayName: name,
    vendor: '',
    contextLength: null,
    maxOutputTokens: null,
    capabilities: [],
    inputModalities: ['text'],
    outputModalities: ['text'],
    price: { rates: { ...noRates, input, output }, requestNanos: null, tiers: [] },
    available: true,
    ...more,
  }
}

const models = [
  model('a/one', 3n, 9n, { vendor: 'Acme', capabilities: ['tools', 'reasoning'], contextLength: 8_000 }),
  model('b/two', 1n, 9n, { vendor: 'Beta', capabilities: ['tools'], inputModalities: ['text', 'image'] }),
  model('c/three', 2n, 1n, { vendor: 'Acme', displayName: 'The Third', contextLength: 128_000 }),
]
const names = (query: Record<string, string | string[]>) => narrowCatalogue(models, readCatalogueQuery(query)).map(({ name }) => name)

test('a search finds every word in name, title or vendor', () => {
  expect(names({ q: 'acme third' })).toEqual(['c/three'])
  expect(names({ q: ' B/T ' })).toEqual(['b/two'])
  expect(names({ q: 'nothing' })).toEqual([])
})

test('vendors are alternatives; capabilities and modalities must all be there', () => {
  expect(names({ vendor: ['Acme', 'Beta'] })).toHaveLength(3)
  expect(names({ vendor: 'Acme', capability: 'tools' })).toEqual(['a/one'])
  expect(names({ capability: ['tools', 'reasoning'] })).toEqual(['a/one'])
  expect(names({ modality: 'image' })).toEqual(['b/two'])
})

test('prices and context sort both ways, the unknown last, equals by name', () => {
  expect(names({ sort: 'input' })).toEqual(['b/two', 'c/three', 'a/one'])
  expect(names({ sort: '-output' })).toEqual(['a/one', 'b/two', 'c/three'])
  expect(names({ sort: 'context' })).toEqual(['a/one', 'c/three', 'b/two'])
  expect(names({ sort: '-context' })).toEqual(['c/three', 'a/one', 'b/two'])
  expect(names({ sort: '-name' })).toEqual(['c/three', 'b/two', 'a/one'])
  expect(names({ sort: 'cost' })).toEqual(['a/one', 'b/two', 'c/three'])
})

test('a made-up cursor is the first page', () => {
  for (const cursor of ['-1', 'x', '1.5', '1e99']) expect(readCatalogueQuery({ cursor }).skipped).toBe(0)
  expect(readCatalogueQuery({ cursor: '100' }).skipped).toBe(100)
})

test('the values of a filter are distinct and sorted', () => {
  expect(distinctOf(models, ({ vendor }) => [vendor])).toEqual(['Acme', 'Beta'])
})

test('any model name survives the way through an address', () => {
  for (const name of ['demo-chat', 'openai/gpt-4.1', 'a//b', '/x', 'x/', 'ft:gpt#1?x=y&z', '100%', '模型/一']) {
    const segments = new URL(modelPath('team_x', name), 'http://localhost').pathname.split('/').slice(3)
    expect(readModelPath(segments)).toBe(name)
  }
})

test('an address with a NUL names no model', () => {
  expect(readModelPath(['acme', '%00'])).toBeNull()
})
