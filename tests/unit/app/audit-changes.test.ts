import { expect, test } from 'vitest'
import { amountOf, changesOf, switchedBy } from '../../../app/_audit/changes'

test('only what differs is told, by name', () => {
  expect(changesOf({ name: 'a', weight: 1 }, { name: 'b', weight: 1, drain: true })).toEqual([
    { field: 'drain', before: null, after: 'true' },
    { field: 'name', before: 'a', after: 'b' },
  ])
  expect(changesOf(null, null)).toEqual([])
})

test('what was switched off or on is told from other changes', () => {
  expect(switchedBy({ name: 'a', status: 'active' }, { name: 'a', status: 'disabled' })).toBe('disable')
  expect(switchedBy({ status: 'disabled' }, { status: 'active' })).toBe('enable')
  expect(switchedBy({ enabled: true }, { enabled: false })).toBe('disable')
  expect(switchedBy({ status: 'active', name: 'a' }, { status: 'active', name: 'b' })).toBeNull()
  expect(switchedBy({ status: 'active' }, { status: 'blocked' })).toBeNull()
  expect(switchedBy(null, { enabled: true })).toBeNull()
})

test('an act that moved credit tells how much, whichever way', () => {
  expect(amountOf({ amount_nanos: '-2500000000', reason: 'x' })).toBe(2_500_000_000n)
  expect(amountOf({ amount_nanos: '90071992547409931' })).toBe(90_071_992_547_409_931n)
  expect(amountOf({ entry_id: 'e' })).toBeNull()
  expect(amountOf({ amount_nanos: 'much' })).toBeNull()
})
