import { describe, expect, test } from 'vitest'
import { formatDuration } from '../../../app/_request/format-duration'
import type { LogRow } from '../../../app/(portal)/[team]/logs/_list/log-row'
import { layOver, mergeRows, unseen } from '../../../app/(portal)/[team]/logs/_list/merge-rows'
import { readLogQuery } from '../../../app/(portal)/[team]/logs/_list/read-log-query'
import { newId, showId } from '#lib/shared/ids'

const row = (id: string, status: LogRow['status'] = 'succeeded') => ({ id, status }) as LogRow
const page = (ids: string[], nextCursor: string | null = 'more') => ({ rows: ids.map((id) => row(id)), nextCursor })
const idsOf = (rows: readonly LogRow[]) => rows.map(({ id }) => id)

describe('lines that come in', () => {
  test('take their place by id, for a request settles later than it begins', () => {
    expect(idsOf(mergeRows([row('9'), row('7')], [row('8'), row('9')]))).toEqual(['9', '8', '7'])
  })

  test('replace what they say anew', () => {
    expect(mergeRows([row('9', 'orphaned')], [row('9', 'succeeded')])[0]?.status).toBe('succeeded')
  })

  test('keep the way to older pages', () => {
    expect(layOver(page(['3', '2'], 'older'), page(['4', '3'], 'between'))).toMatchObject({ nextCursor: 'older' })
  })

  test('start the list anew where they would leave a gap', () => {
    expect(layOver(page(['3', '2'], 'older'), page(['9', '8'], 'between'))).toEqual(page(['9', '8'], 'between'))
    expect(idsOf(layOver(page(['3']), page(['9', '8'], null)).rows)).toEqual(['9', '8', '3'])
    expect(layOver(page([], null), page(['9', '8'], 'between'))).toEqual(page(['9', '8'], 'between'))
  })

  test('are counted as new where they were not shown', () => {
    expect(idsOf(unseen([row('3')], [row('4'), row('3')]))).toEqual(['4'])
  })
})

describe('readLogQuery', () => {
  const clock = { timeZone: 'Asia/Shanghai', now: new Date('2026-11-22T12:00:00Z') }

  test('reads every filter of the address', () => {
    const key = newId()
    const query = { status: ['failed', 'aborted'], key: showId('key', key), model: ['a', 'b'], streamed: 'no', min: '0.01', period: '1h' }
    expect(readLogQuery(query, clock)).toEqual({
      statuses: ['failed', 'aborted'],
      keyIds: [key],
      models: ['a', 'b'],
      streamed: false,
      minChargeNanos: 10_000_000n,
      from: new Date('2026-11-22T11:00:00Z'),
    })
  })

  test('cuts days by the clock of the team', () => {
    expect(readLogQuery({ period: 'custom', from: '2026-11-20', to: '2026-11-21' }, clock)).toEqual({
      from: new Date('2026-11-19T16:00:00Z'),
      to: new Date('2026-11-21T16:00:00Z'),
    })
  })

  test('leaves out what is wrong, but a key that is none matches nothing', () => {
    expect(readLogQuery({ status: 'lost', streamed: 'maybe', min: '7', period: 'constructor' }, clock)).toEqual({})
    expect(readLogQuery({ key: 'key_wrong' }, clock)).toEqual({ keyIds: [] })
  })
})

test('durations have a unit and no more figures than they know', () => {
  const format = { number: (value: number, options = {}) => value.toLocaleString('en', options) }
  const plain = (us: number) => formatDuration(us, format).replace('\u2009', ' ')
  expect([0, 999, 1240, 31_240, 321_400, 2_050_000].map(plain)).toEqual(['0 µs', '999 µs', '1.24 ms', '31.2 ms', '321 ms', '2.05 s'])
})
