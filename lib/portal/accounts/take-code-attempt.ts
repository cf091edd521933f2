import { TollgateError } from '#lib/shared/errors'
import { takeFromLimit } from '#lib/shared/rate-limit/take-from-limit'

/**
 * A code has a million values, three are right at a time, and who tries has all the time there is: ten in five minutes alone
 * would find one in about four months, fifty a day in about twenty years.
 */
const atOnce = { name: 'second-factor', limit: 10, windowSeconds: 300 }
const aDay = { name: 'second-factor-day', limit: 50, windowSeconds: 86_400 }

/**
 * Counts an attempt at a code of a second factor; to be called before the code is looked at.
 * @throws TollgateError `rate_limited` with the seconds to wait
 */
export async function takeCodeAttempt(userId: string): Promise<void> {
  for (const limit of [atOnce, aDay]) {
    const { allowed, retryAfterSeconds } = await takeFromLimit(limit, userId)
    if (!allowed) throw new TollgateError('rate_limited', { retryAfterSeconds })
  }
}
