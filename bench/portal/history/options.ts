import type pg from 'pg'

export interface HistoryOptions {
  /** A team that exists: the whole history becomes its own. Without it, `teams` new ones are made. */
  teamId?: string
  /** How many teams to make when none is given. */
  teams?: number
  requests: number
  days: number
  /** The same seed writes the same history at the same hour; twice into one database it collides. */
  seed?: number
  now?: Date
  onDay?: (done: number, days: number) => void
}

export interface Plan {
  client: pg.Client
  seed: number
  now: Date
  /** Starts of the days by UTC, oldest first, with how many requests each gets. */
  days: { start: Date; requests: number }[]
}

const dayMs = 86_400_000
const quarterMs = 900_000

/** A small seeded generator (mulberry32) for what is decided outside the database. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** How busy each quarter of a day is: a quiet night, two humps around lunch. */
export function weightOfQuarter(quarter: number): number {
  const hour = quarter / 4
  return 0.18 + Math.exp(-((hour - 10.5) ** 2) / 7) + 0.9 * Math.exp(-((hour - 15.5) ** 2) / 9)
}

/** Traffic that grows by half over the period, with weekends at 45 %; today only as far as it has come. */
export function planDays(options: HistoryOptions, seed: number, now: Date): Plan['days'] {
  const random = seededRandom(seed)
  const today = Math.floor(now.getTime() / dayMs) * dayMs
  const quartersToday = Math.floor((now.getTime() - today) / quarterMs)
  const weights = Array.from({ length: options.days }, (_, index) => {
    const start = new Date(today - (options.days - 1 - index) * dayMs)
    const weekend = [0, 6].includes(start.getUTCDay()) ? 0.45 : 1
    const part = start.getTime() === today ? shareOfDay(quartersToday) : 1
    return { start, weight: (0.8 + (0.4 * index) / options.days) * weekend * (0.85 + 0.3 * random()) * part }
  })
  const total = weights.reduce((sum, { weight }) => sum + weight, 0)
  let carried = 0
  return weights.map(({ start, weight }) => {
    const exact = (options.requests * weight) / total + carried
    const requests = Math.round(exact)
    carried = exact - requests
    return { start, requests }
  })
}

function shareOfDay(quarters: number): number {
  const sum = (until: number) => Array.from({ length: until }, (_, quarter) => weightOfQuarter(quarter)).reduce((a, b) => a + b, 0)
  return sum(quarters) / sum(96)
}
