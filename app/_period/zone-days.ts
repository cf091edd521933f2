/** A day of a calendar, as the address writes it: `2026-11-22`. */
export type Day = string

const minuteMs = 60_000
const dayMs = 86_400_000

/** The day that a moment falls on by this zone's clock. */
export function dayOf(moment: Date, timeZone: string): Day {
  return wallClock(moment, timeZone).slice(0, 10)
}

/** The moment a day starts by this zone's clock; where its midnight is skipped, the first moment after it. */
export function startOfDay(day: Day, timeZone: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`)
  const first = midnight - offsetMs(new Date(midnight), timeZone)
  // The offset at the guess may not be the one at midnight: ask again there.
  const start = new Date(midnight - offsetMs(new Date(first), timeZone))
  return dayOf(start, timeZone) === day ? start : new Date(first)
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

/** How many days lie from one to the other. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs)
}

/** A day that exists, or null. */
export function readDay(text: string | undefined): Day | null {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const at = Date.parse(`${text}T00:00:00Z`)
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? null : text
}

/** How far the zone's clock is ahead of UTC at that moment. */
function offsetMs(moment: Date, timeZone: string): number {
  const wall = Date.parse(`${wallClock(moment, timeZone)}Z`)
  return wall - Math.floor(moment.getTime() / minuteMs) * minuteMs
}

/** `2026-11-22T08:30`, as the wall of that zone shows it. */
function wallClock(moment: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(moment)
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((found) => found.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`
}
