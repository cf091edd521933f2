import { type Query, readOne } from '../_ui/read-query'
import { longestDays, type PeriodName, periodOf } from './period'
import { addDays, type Day, dayOf, daysBetween, readDay, startOfDay } from './zone-days'

export interface Span {
  /** From inclusive, to exclusive. */
  from: Date
  to: Date
}

export interface Period extends Span {
  period: PeriodName
  /** The same stretch before: as far into it as this period has come, so that like is compared with like. */
  previous: Span
  bucket: 'hour' | 'day'
  /** First and last day, by the zone's calendar. */
  firstDay: Day
  lastDay: Day
}

interface Clock {
  timeZone: string
  now: Date
  /** Where the address says nothing. */
  fallback?: Exclude<PeriodName, 'custom'>
}

const quarterMs = 900_000
const hourMs = 3_600_000
const dayMs = 24 * hourMs
const hourlyDays = 2

/** The period a page's address asks for (`period`, and `from` and `to` for `custom`), cut by the calendar of a zone. */
export function readPeriod(query: Query, { timeZone, now, fallback = '7d' }: Clock): Period {
  const today = dayOf(now, timeZone)
  const custom = readCustom(query, today)
  const asked = periodOf(readOne(query, 'period')) ?? fallback
  const period = asked === 'custom' && custom === null ? fallback : asked
  if (period === '24h') return lastDay(now, timeZone)

  const [first, last] = custom !== null && period === 'custom' ? custom : [firstDayOf(period, today), today]
  const days = daysBetween(first, last) + 1
  const before = period === 'month' ? `${addDays(first, -1).slice(0, 7)}-01` : addDays(first, -days)
  const span = { from: startOfDay(first, timeZone), to: startOfDay(addDays(last, 1), timeZone) }
  const endBefore = period === 'month' ? addDays(before, days) : first
  return {
    period,
    ...span,
    previous: spanBefore(span, { from: startOfDay(before, timeZone), to: startOfDay(endBefore, timeZone) }, now),
    bucket: days <= hourlyDays ? 'hour' : 'day',
    firstDay: first,
    lastDay: last,
  }
}

/** As much of the stretch before as has passed of this one, in whole quarter hours as the roll-ups are. */
function spanBefore(span: Span, before: Span, now: Date): Span {
  const reached = Math.min(span.to.getTime(), Math.ceil(now.getTime() / quarterMs) * quarterMs)
  const to = Math.min(before.from.getTime() + reached - span.from.getTime(), before.to.getTime(), span.from.getTime())
  return { from: before.from, to: new Date(to) }
}

function readCustom(query: Query, today: Day): readonly [Day, Day] | null {
  const from = readDay(readOne(query, 'from'))
  const to = readDay(readOne(query, 'to'))
  if (from === null || to === null || from > to || from > today) return null
  const last = to > today ? today : to
  return daysBetween(from, last) >= longestDays ? [addDays(last, 1 - longestDays), last] : [from, last]
}

function firstDayOf(period: PeriodName, today: Day): Day {
  if (period === 'month') return `${today.slice(0, 7)}-01`
  return addDays(today, period === '30d' ? -29 : -6)
}

/** The 24 hours that end with the running one. */
function lastDay(now: Date, timeZone: string): Period {
  const to = new Date((Math.floor(now.getTime() / hourMs) + 1) * hourMs)
  const span = { from: new Date(to.getTime() - dayMs), to }
  return {
    period: '24h',
    ...span,
    previous: spanBefore(span, { from: new Date(span.from.getTime() - dayMs), to: span.from }, now),
    bucket: 'hour',
    firstDay: dayOf(span.from, timeZone),
    lastDay: dayOf(now, timeZone),
  }
}
