import { TollgateError } from '#lib/shared/errors'
import { takeFromLimit } from '#lib/shared/rate-limit/take-from-limit'

/** A code has a million values and three are right at a time: ten tries in five minutes find one in centuries. */
const perPerson = { name: 'second-factor', limit: 10, windowSeconds: 300 }

/**
 * Counts an attempt at a code of a second factor; to be called before the code is looked at.
 * @throws TollgateError `rate_limited` with the seconds to wait
 */
export async function takeCodeAttempt(userId: string): Promise<void> {
  const { allowed, retryAfterSeconds } = await takeFromLimit(perPerson, userId)
  if (!allowed) throw new TollgateError('rate_limited', { retryAfterSeconds })
}
