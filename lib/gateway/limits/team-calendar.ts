/** A calendar day of a time zone, in milliseconds since the epoch: `start` included, `end` not. */
export interface CalendarDay {
  start: number
  end: number
}

/** The days of one time zone; a day may have 23 or 25 hours. */
export interface TeamCalendar {
  dayAt(wallTime: number): CalendarDay
}

/** Longer than any day of any zone. */
const reachMs = 30 * 3_600_000

const calendars = new Map<string, TeamCalendar>()

/** The calendar of a time zone, one for all teams that live in it. */
export function calendarOf(timeZone: string): TeamCalendar {
  let calendar = calendars.get(timeZone)
  if (!calendar) {
    calendar = makeCalendar(timeZone)
    calendars.set(timeZone, calendar)
  }
  return calendar
}

function makeCalendar(timeZone: string): TeamCalendar {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  let today: CalendarDay = { start: 0, end: 0 }
  return {
    dayAt(wallTime) {
      if (wallTime < today.start || wallTime >= today.end) today = findDay(format, wallTime)
      return today
    },
  }
}

/** Asks the zone's own clock where its date changes, so a midnight that is skipped or comes twice needs no rule of its own. */
function findDay(format: Intl.DateTimeFormat, wallTime: number): CalendarDay {
  const date = format.format(wallTime)
  const isToday = (time: number) => format.format(time) === date
  return {
    start: firstTime(wallTime - reachMs, wallTime, isToday),
    end: firstTime(wallTime, wallTime + reachMs, (time) => !isToday(time)),
  }
}

/** The first millisecond at which `holds`, which it does from somewhere in between until `to`. */
function firstTime(from: number, to: number, holds: (time: number) => boolean): number {
  let before = from
  let after = to
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (holds(middle)) after = middle
    else before = middle
  }
  return after
}
