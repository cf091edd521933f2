import { type Actor, describeActor } from '#lib/portal/acting/actor'
import { TollgateError } from '#lib/shared/errors'
import type { LimitAnswer } from '#lib/shared/rate-limit/memory-window'
import { takeFromLimit } from '#lib/shared/rate-limit/take-from-limit'

/** Mails to strangers in somebody's name: by whom, for whom, and to whom, each counted apart. */
const perInviter = { name: 'invite-inviter', limit: 50, windowSeconds: 3_600 }
const perTeam = { name: 'invite-team', limit: 100, windowSeconds: 3_600 }
const perAddress = { name: 'invite-address', limit: 5, windowSeconds: 3_600 }

/** @throws TollgateError `rate_limited` with the seconds to wait */
export async function takeInviteTurn(actor: Actor, teamId: string, email: string): Promise<void> {
  const answers = await Promise.all([
    takeFromLimit(perInviter, describeActor(actor)),
    takeFromLimit(perTeam, teamId),
    takeFromLimit(perAddress, email),
  ])
  const wait = Math.max(...answers.map((answer) => (answer.allowed ? 0 : answer.retryAfterSeconds)))
  if (wait > 0) throw new TollgateError('rate_limited', { retryAfterSeconds: wait, message: 'Too many invites. Wait before sending more.' })
}

const perOpener = { name: 'invite-link', limit: 60, windowSeconds: 300 }

/** Counts the opening of a link; hosts that do not tell the caller's address share one count. */
export function openInviteLink(address: string | null): Promise<LimitAnswer> {
  return takeFromLimit(perOpener, address ?? 'unknown')
}

const emailPattern = /^[^\s\p{C}@<>",;]+@[^\s\p{C}@<>",;]+\.[^\s\p{C}@<>",;.]+$/u

/** The address as it is kept and compared: trimmed, in lower case. */
export function requireInviteEmail(text: string): string {
  const email = text.trim().toLowerCase()
  if (email.length <= 254 && emailPattern.test(email)) return email
  throw new TollgateError('invalid_request', { param: 'email', message: 'email must be a mail address.' })
}
