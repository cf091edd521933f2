/** What the auth server answers instead of doing what it was asked; without a status where there was no answer at all. */
export interface AuthFailure {
  status?: number | undefined
  code?: string | undefined
  message?: string | undefined
}

/** Whether the auth server itself failed, rather than refused. */
export function isOutage({ status }: AuthFailure): boolean {
  return status === undefined || status === 0 || status >= 500
}

/** An outage that has nothing to do with whom a question was about: nobody was there to look the account up. */
export function isUnreachable({ status }: AuthFailure): boolean {
  return status === undefined || status === 0 || status === 502 || status === 503
}

/** A mail that was not written because one was just now: to the reader, one is on its way all the same. */
export function isMailPause({ code }: AuthFailure): boolean {
  return code === 'over_email_send_rate_limit'
}

/**
 * A mail that could not be sent. One is only tried where the address is free or the account exists, as the question may
 * be, so a reader who were told could tell the two apart.
 */
export function isMailFailure({ status, code, message }: AuthFailure): boolean {
  if (status === undefined || status < 500) return false
  return code?.startsWith('hook_') === true || /\bsend(ing)?\b.*\be?-?mail\b/i.test(message ?? '')
}
