import { describe, expect, test } from 'vitest'
import { chooseWay, mergeNewest } from '#lib/portal/requests/request-filters'
import { quarterMs, toSpans } from '#lib/portal/requests/search-quarters'

describe('chooseWay', () => {
  const teamId = 'team'
  test.each([
    ['plain', {}],
    ['plain', { statuses: ['succeeded', 'failed'] }],
    ['plain', { streamed: true }],
    ['plain', { minChargeNanos: 0n }],
    ['states', { statuses: ['orphaned'] }],
    ['states', { statuses: ['failed', 'aborted'], models: ['m'] }],
    ['quarters', { models: ['m'] }],
    ['quarters', { keyIds: ['k'], statuses: ['succeeded'] }],
    ['quarters', { minChargeNanos: 1n }],
    ['charges', { minChargeNanos: 10_000_000n }],
    ['charges', { minChargeNanos: 10_000_000n, statuses: ['succeeded'], models: ['m'] }],
    ['quarters', { streamed: false }],
  ] as const)('%s: case %#', (way, filters) => {
    expect(chooseWay({ teamId, ...filters })).toBe(way)
    expect(chooseWay(filters)).toBe('plain')
  })
})

test('neighbouring quarter hours become one stretch', () => {
  const at = (quarter: number) => new Date(quarter * quarterMs)
  expect(toSpans([at(9), at(8), at(7), at(3)])).toEqual([
    { from: at(7), to: at(10) },
    { from: at(3), to: at(4) },
  ])
  expect(toSpans([])).toEqual([])
})

test('lists merge newest first', () => {
  const rows = (...ids: string[]) => ids.map((id) => ({ id }))
  expect(mergeNewest([rows('9', '4'), rows('7', '1'), []], 3)).toEqual(rows('9', '7', '4'))
})
