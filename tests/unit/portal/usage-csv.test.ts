import { expect, test } from 'vitest'
import { toCsvRecord } from '#lib/portal/usage/csv'
import { percentileOf } from '#lib/portal/usage/percentile-of'
import { toTotals } from '#lib/portal/usage/usage-totals'
import { writeUsageCsv } from '#lib/portal/usage/write-usage-csv'
import { csvFileName } from '../../../app/(portal)/[team]/usage/export/csv-file-name'

test('separators, quotes and line ends inside a text are quoted, and records end as RFC 4180 says', () => {
  expect(toCsvRecord([{ text: 'a,b' }, { text: 'say "hi"' }, { text: 'two\r\nlines' }, null, { count: 3 }])).toBe(
    '"a,b","say ""hi""","two\r\nlines",,3\r\n',
  )
  expect(toCsvRecord([{ text: 'a\rb' }, { text: 'a\nb' }])).toBe('"a\rb","a\nb"\r\n')
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '＝1', '  =1', '=HYPERLINK("http://x","y")'])(
  'the text %j is no formula to a spreadsheet',
  (text) => {
    expect(toCsvRecord([{ text }])).toMatch(/^"?'/)
  },
)

test('figures are written as they are: a negative amount is no formula', () => {
  expect(toCsvRecord([{ usd: '-0.000000001' }, { count: -2 }])).toBe('-0.000000001,-2\r\n')
})

test('amounts keep all nine decimals, and a key is named by id and name', () => {
  const totals = {
    ...toTotals([]),
    requests: 2,
    chargeNanos: 9_007_199_254_740_993_000_000_001n,
    refundedNanos: 2n,
    spentNanos: 1n,
  }
  const keyId = '01a20530-0699-7445-8afa-f72fb7abc6d8'
  const rows = [
    { group: keyId, startsAt: null, key: { keyId, name: '=cmd', label: '=cmd', display: 'tg', deleted: false }, totals, previous: null },
  ]
  const [head, record] = [...writeUsageCsv({ groupBy: 'key', timeZone: 'UTC', rows })].map((line) => line.trimEnd().split(','))
  expect(head?.slice(0, 3)).toEqual(['key_id', 'key_name', 'requests'])
  expect(record).toHaveLength(head?.length ?? 0)
  expect(record?.[0]).toMatch(/^key_[0-9a-z]{26}$/)
  expect(record?.[1]).toBe("'=cmd")
  expect(record?.[head?.indexOf('charged_usd') ?? -1]).toBe('9007199254740993.000000001')
  expect(record?.[head?.indexOf('spent_usd') ?? -1]).toBe('0.000000001')
  expect(record?.[head?.indexOf('refunded_usd') ?? -1]).toBe('0.000000002')
})

test('what has no counterpart in the period before leaves its cells empty, and what was not used then says zero', () => {
  const row = { group: '2026-11-22', startsAt: null, key: null, totals: toTotals([]) }
  const rows = [
    { ...row, previous: null },
    { ...row, previous: toTotals([]) },
  ]
  const [, without, unused] = [...writeUsageCsv({ groupBy: 'day', timeZone: 'UTC', rows })]
  expect(without).toMatch(/,,\r\n$/)
  expect(unused).toMatch(/,0,0\.000000000\r\n$/)
})

test('a file is named after the team and the days, in letters that any system can store', () => {
  const days = { firstDay: '2026-11-01', lastDay: '2026-11-22' }
  expect(csvFileName('Acme, Inc./"EU"', 'key', days)).toEqual({
    full: 'usage-acme-inc-eu-by-key-2026-11-01-2026-11-22.csv',
    ascii: 'usage-acme-inc-eu-by-key-2026-11-01-2026-11-22.csv',
  })
  expect(csvFileName('北京团队', 'hour', days)).toEqual({
    full: 'usage-北京团队-by-hour-2026-11-01-2026-11-22.csv',
    ascii: 'usage-by-hour-2026-11-01-2026-11-22.csv',
  })
})

test('a percentile lies within a fifth of the truth, and nowhere without a count', () => {
  expect(percentileOf([], 0.95)).toBeNull()
  expect(percentileOf([0, 0], 0.5)).toBeNull()
  // One request of 1,500 ms lies between 1,448 and 1,722.
  expect(percentileOf([...Array.from({ length: 30 }, () => 0), 1], 0.95)).toBe(1_579)
  const values = Array.from({ length: 1_000 }, (_, index) => 20 + index * 7)
  const counts = Array.from({ length: 64 }, () => 0)
  for (const value of values) {
    const bucket = Math.min(63, Math.max(0, Math.floor(4 * Math.log2(value / 8))))
    counts[bucket] = (counts[bucket] ?? 0) + 1
  }
  for (const share of [0.5, 0.95, 0.99]) {
    const truth = values[Math.ceil(values.length * share) - 1] ?? 0
    expect(Math.abs((percentileOf(counts, share) ?? 0) / truth - 1)).toBeLessThan(0.19)
  }
})
