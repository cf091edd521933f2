import { describe, expect, test } from 'vitest'
import { readPeriod } from '../../../app/_period/read-period'
import { startOfDay } from '../../../app/_period/zone-days'

const now = new Date('2026-11-22T10:07:00Z')
const iso = (span: { from: Date; to: Date }) => [span.from.toISOString(), span.to.toISOString()]

describe('readPeriod', () => {
  test('cuts seven days by the zone of the team and compares as far as today has come', () => {
    const period = readPeriod({ period: '7d' }, { timeZone: 'Asia/Shanghai', now })
    expect(iso(period)).toEqual(['2026-11-15T16:00:00.000Z', '2026-11-22T16:00:00.000Z'])
    expect(iso(period.previous)).toEqual(['2026-11-08T16:00:00.000Z', '2026-11-15T10:15:00.000Z'])
    expect(period.bucket).toBe('day')
    expect([period.firstDay, period.lastDay]).toEqual(['2026-11-16', '2026-11-22'])
  })

  test('ends 24 hours with the running hour', () => {
    const period = readPeriod({ period: '24h' }, { timeZone: 'UTC', now })
    expect(iso(period)).toEqual(['2026-11-21T11:00:00.000Z', '2026-11-22T11:00:00.000Z'])
    expect(iso(period.previous)).toEqual(['2026-11-20T11:00:00.000Z', '2026-11-21T10:15:00.000Z'])
    expect(period.bucket).toBe('hour')
  })

  test('compares a month with as much of the month before, never with days of its own', () => {
    const period = readPeriod({ period: 'month' }, { timeZone: 'UTC', now: new Date('2026-03-31T12:00:00Z') })
    expect(iso(period)).toEqual(['2026-03-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z'])
    expect(iso(period.previous)).toEqual(['2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'])
  })

  test('compares no day with one that has not come, where the clocks have gone back this month', () => {
    const period = readPeriod({ period: 'month' }, { timeZone: 'Europe/Berlin', now: new Date('2026-10-28T22:50:00Z') })
    expect(iso(period.previous)).toEqual(['2026-08-31T22:00:00.000Z', '2026-09-28T22:00:00.000Z'])
  })

  test('ends with today where days to come are asked for', () => {
    const period = readPeriod({ period: 'custom', from: '2026-11-20', to: '2026-12-31' }, { timeZone: 'UTC', now })
    expect([period.firstDay, period.lastDay]).toEqual(['2026-11-20', '2026-11-22'])
    expect(iso(period)).toEqual(['2026-11-20T00:00:00.000Z', '2026-11-23T00:00:00.000Z'])
  })

  test('takes whole days of one’s own, hours where they are few, and compares with the days before', () => {
    const period = readPeriod({ period: 'custom', from: '2026-11-01', to: '2026-11-02' }, { timeZone: 'UTC', now })
    expect(iso(period)).toEqual(['2026-11-01T00:00:00.000Z', '2026-11-03T00:00:00.000Z'])
    expect(iso(period.previous)).toEqual(['2026-10-30T00:00:00.000Z', '2026-11-01T00:00:00.000Z'])
    expect(period.bucket).toBe('hour')
  })

  test.each([
    { period: 'custom' },
    { period: 'custom', from: '2026-11-05', to: '2026-11-01' },
    { period: 'custom', from: '2026-02-30', to: '2026-03-01' },
    { period: 'custom', from: '2027-01-01', to: '2027-01-02' },
    { period: 'yesterday' },
    {},
  ])('falls back for $period $from $to', (query) => {
    expect(readPeriod(query, { timeZone: 'UTC', now, fallback: '30d' }).period).toBe('30d')
  })

  test('never asks for more than a year', () => {
    const period = readPeriod({ period: 'custom', from: '2001-01-01', to: '2026-11-22' }, { timeZone: 'UTC', now })
    expect(period.firstDay).toBe('2025-11-22')
  })

  test('counts 25 hours on the day the clocks go back', () => {
    const period = readPeriod({ period: 'custom', from: '2026-10-25', to: '2026-10-25' }, { timeZone: 'Europe/Berlin', now })
    expect(iso(period)).toEqual(['2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'])
  })
})

test('a day whose midnight is skipped starts with its first moment', () => {
  expect(startOfDay('2018-11-04', 'America/Sao_Paulo').toISOString()).toBe('2018-11-04T03:00:00.000Z')
  expect(startOfDay('2026-03-29', 'Europe/Berlin').toISOString()).toBe('2026-03-28T23:00:00.000Z')
})
