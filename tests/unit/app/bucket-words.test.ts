import { createFormatter } from 'next-intl'
import { expect, test } from 'vitest'
import { bucketWords } from '../../../app/_period/bucket-words'

const hourMs = 3_600_000
const format = createFormatter({ locale: 'en', timeZone: 'UTC' })
const labels = (count: number, size: 'hour' | 'day') => {
  const startsAt = (index: number) => new Date(Date.parse('2026-11-16T00:00:00Z') + index * hourMs * (size === 'day' ? 24 : 1))
  const buckets = Array.from({ length: count }, (_, index) => ({ key: String(index), startsAt: startsAt(index) }))
  return bucketWords(format, buckets, { size, timeZone: 'UTC' }).map(({ label }) => label)
}

test('hours say to which day they belong where there is more than one', () => {
  expect(labels(24, 'hour')[5]).toBe('05:00')
  expect(labels(48, 'hour')[29]).toBe('Tue 05:00')
  expect(labels(168, 'hour')[29]).toBe('Nov 17')
  expect(labels(30, 'day')[1]).toBe('Nov 17')
})
