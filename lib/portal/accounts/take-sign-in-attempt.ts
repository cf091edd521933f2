import { isLoopbackAddress } from '#lib/shared/caller-address'
import { env } from '#lib/shared/env'
import { TollgateError } from '#lib/shared/errors'
import { takeFromLimit } from '#lib/shared/rate-limit/take-from-limit'

/** Guessing at one account from many machines, and at many accounts from one. */
const perEmail = { name: 'sign-in-email', limit: 10, windowSeconds: 300 }
const perAddress = { name: 'sign-in-address', limit: 60, windowSeconds: 300 }

/** On the embedded stack everybody of this machine comes from one address, which tells none from another. */
function isShared(address: string): boolean {
  return env().TOLLGATE_EMBEDDED && isLoopbackAddress(address)
}

/**
 * Counts an attempt to sign in or up; to be called before the password is looked at.
 * @param address the caller's network address, or null where the host does not tell it
 * @throws TollgateError `rate_limited` with the seconds to wait
 */
export async function takeSignInAttempt(email: string, address: string | null): Promise<void> {
  const answers = await Promise.all([
    takeFromLimit(perEmail, email.trim().toLowerCase()),
    address === null || isShared(address) ? null : takeFromLimit(perAddress, address),
  ])
  const wait = Math.max(...answers.map((answer) => (answer && !answer.allowed ? answer.retryAfterSeconds : 0)))
  if (wait > 0)
    throw new TollgateError('rate_limited', { retryAfterSeconds: wait, message: 'Too many attempts. Wait before trying again.' })
}
