import type { LimitAnswer } from '#lib/shared/rate-limit/memory-window'
import { takeFromLimit } from '#lib/shared/rate-limit/take-from-limit'

/** Filling one mailbox from many machines, and many mailboxes from one. */
const perEmail = { name: 'mail-email', limit: 5, windowSeconds: 900 }
const perAddress = { name: 'mail-address', limit: 30, windowSeconds: 900 }

/**
 * Counts a wish for a mail about an account, before it is known whether there is one.
 * @param address the caller's network address, or null where the host does not tell it
 */
export async function askForMail(email: string, address: string | null): Promise<LimitAnswer> {
  const answers = await Promise.all([
    takeFromLimit(perEmail, email.trim().toLowerCase()),
    address === null ? null : takeFromLimit(perAddress, address),
  ])
  const refused = answers.filter((answer) => answer !== null && !answer.allowed)
  const retryAfterSeconds = Math.max(0, ...refused.map((answer) => answer?.retryAfterSeconds ?? 0))
  return { allowed: refused.length === 0, retryAfterSeconds }
}
