import { costOf, type LimitPlan, type LimitReading } from '#lib/gateway/limits/limit'
import { formatReset, limitHeaders, remainingOf } from '#lib/gateway/limits/limit-headers'
import { TollgateError } from '#lib/shared/errors'

/** Nobody knows when a request under way ends; this is soon enough to ask again. */
const concurrencyRetrySeconds = 1

/**
 * 429 for a request that some limit has no room for, naming the one that keeps it longest: what is larger than its limit
 * altogether and never fits (no `retry-after`, and SDKs are told not to repeat it), else the longest wait.
 */
export function refuseLimit(plan: LimitPlan, readings: readonly LimitReading[]): TollgateError {
  const refusing = readings.filter((reading) => reading.waitMs !== 0)
  const worst = refusing.toSorted((a, b) => weightOf(b) - weightOf(a))[0]
  if (!worst) throw new Error('no limit refused')
  const headers = limitHeaders(readings)
  if (worst.limit.metric === 'concurrency') return refuseConcurrency(worst, headers)
  if (worst.waitMs === null) return refuseTooLarge(plan, worst, headers)
  const retryAfterSeconds = Math.max(1, Math.ceil(worst.waitMs / 1_000))
  const { amount, metric, name, window } = worst.limit
  const asked = metric === 'tokens' ? ` This request may take ${count(plan.tokens, 'token')}, and ${remainingOf(worst)} are left.` : ''
  return new TollgateError('rate_limit_exceeded', {
    message: `The limit ${name} of ${count(amount, metric.slice(0, -1))} a ${window} is reached.${asked} Try again in ${sayWait(retryAfterSeconds)}.`,
    details: { ...detailsOf(worst), requested: costOf(worst.limit, plan) },
    retryAfterSeconds,
    headers,
  })
}

/** `31 s`, and in hours and minutes what nobody counts in seconds. */
function sayWait(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : formatReset(seconds * 1_000)
}

function weightOf({ limit, waitMs }: LimitReading): number {
  if (waitMs !== null) return waitMs
  return limit.metric === 'concurrency' ? 0 : Number.POSITIVE_INFINITY
}

function refuseConcurrency(reading: LimitReading, headers: Record<string, string>): TollgateError {
  const { amount, name } = reading.limit
  return new TollgateError('concurrency_limit_exceeded', {
    message: `The limit ${name} of ${count(amount, 'request')} at once is reached. Try again when one has ended.`,
    details: detailsOf(reading),
    retryAfterSeconds: concurrencyRetrySeconds,
    headers,
  })
}

function refuseTooLarge(plan: LimitPlan, reading: LimitReading, headers: Record<string, string>): TollgateError {
  const { amount, name, window } = reading.limit
  return new TollgateError('rate_limit_exceeded', {
    message: `The request is too large: it may take ${count(plan.tokens, 'token')}, and the limit ${name} allows ${amount} a ${window}. Ask for a lower "max_tokens" or send less.`,
    details: { ...detailsOf(reading), requested: plan.tokens },
    headers: { ...headers, 'x-should-retry': 'false' },
  })
}

function detailsOf(reading: LimitReading) {
  const { amount, level, name } = reading.limit
  return { limit: name, level, amount, remaining: remainingOf(reading) }
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`
}
