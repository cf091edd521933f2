import type { TeamCalendar } from '#lib/gateway/limits/team-calendar'

export type LimitLevel = 'team' | 'member' | 'key'
export type LimitMetric = 'requests' | 'tokens' | 'concurrency'

/** One limit that a policy sets; made once per policy and shared by every request under it. */
export interface Limit {
  /** The counter: limits of equal id count together, whoever holds them. */
  id: string
  /** As refusals call it: `key.requests_per_minute`, `team.per_model.gpt-*.tokens_per_day`. */
  name: string
  level: LimitLevel
  metric: LimitMetric
  /** A minute is any 60 seconds; a day is the calendar's. Null for concurrency, which has no window. */
  window: 'minute' | 'day' | null
  amount: number
  /** Whose days are counted. */
  calendar: TeamCalendar
}

/** The limits of one request, and the tokens it asks for: each `tokens` limit is taken that many, each other one. */
export interface LimitPlan {
  limits: readonly Limit[]
  tokens: number
}

/** What a store is asked to take: all of it or nothing. */
export interface LimitTake {
  requestId: string
  plan: LimitPlan
  /** How long a lease lives unless it is held on. */
  leaseMs: number
  /** Milliseconds since the epoch: which calendar day it is. */
  wallTime: number
}

/** How one limit stands after it was asked. */
export interface LimitReading {
  limit: Limit
  /** What was taken included; corrections may have put it above the amount. */
  used: number
  /** 0: it fits. Null: it does not, and no time is known after which it would. */
  waitMs: number | null
  /** Until nothing would be counted any more. */
  resetMs: number
}

export interface StoreAnswer {
  /** Whether every limit had room. If one had not, nothing was taken. */
  taken: boolean
  /** The store's own time of the taking, by which it is corrected later. */
  at: number
  readings: LimitReading[]
}

/** What was taken, as the store needs it to correct it. */
export interface Taken {
  requestId: string
  plan: LimitPlan
  at: number
  wallTime: number
}

export interface LimitChange {
  /** Added to every `tokens` limit; less than nothing gives back. */
  tokens: number
  /** Whether the request itself is given back. */
  givesBack: boolean
  freesLeases: boolean
  /** Milliseconds since the epoch, now. */
  wallTime: number
}

/**
 * Where limits are counted. In any 60 seconds never more than the amount of a minute's limit is let in, and never less when
 * it would have fitted; what is used beyond a reservation counts from when it is known, what was not used is given back
 * where it was taken. In memory answers are values, over the network promises.
 */
export interface LimitStore {
  take(take: LimitTake): StoreAnswer | Promise<StoreAnswer>
  change(taken: Taken, change: LimitChange): void | Promise<void>
  /** Gives the leases of these requests a new life, those the store has lost included. */
  holdLeases(held: readonly Taken[], leaseMs: number): void | Promise<void>
}

export const minuteMs = 60_000

export function costOf(limit: Limit, plan: LimitPlan): number {
  return limit.metric === 'tokens' ? plan.tokens : 1
}
