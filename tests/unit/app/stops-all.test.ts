import { expect, test } from 'vitest'
import { stopsAll } from '../../../app/(portal)/[team]/_components/stops-all'

test.each(['0', '$0', ' 0.00 ', '.0', '000', '0.'])('%s as a hard amount lets nothing through', (amount) => {
  expect(stopsAll({ amount, mode: 'hard' })).toBe(true)
  expect(stopsAll({ amount, mode: 'soft' })).toBe(false)
})

test.each(['', '.', '0.01', '10', '$1,000', 'zero'])('%s does not', (amount) => {
  expect(stopsAll({ amount, mode: 'hard' })).toBe(false)
})
