import { describe, expect, it } from 'vitest'
import { isMailFailure, isMailPause, isOutage, isUnreachable } from '../../../app/_auth/auth-failure'

describe('isMailFailure', () => {
  it.each([
    { status: 500, code: 'unexpected_failure', message: 'Error sending confirmation email' },
    { status: 500, code: 'unexpected_failure', message: 'Error sending confirmation mail' },
    { status: 500, code: 'unexpected_failure', message: 'Error sending recovery email' },
    { status: 500, code: 'unexpected_failure', message: 'Error sending email change email' },
    { status: 500, code: 'hook_timeout', message: 'Failed to reach hook within maximum time of 5.000000 seconds' },
  ])('knows $message', (failure) => expect(isMailFailure(failure)).toBe(true))

  it.each([
    { status: 500, code: 'unexpected_failure', message: 'Database error saving new user' },
    { status: 422, code: 'email_address_invalid', message: 'Error sending email' },
    { status: 0, message: 'fetch failed' },
    {},
  ])('is not %j', (failure) => expect(isMailFailure(failure)).toBe(false))
})

describe('isUnreachable', () => {
  it.each([{}, { status: 0 }, { status: 502 }, { status: 503 }])('%j tells nothing of an account', (failure) => {
    expect(isUnreachable(failure)).toBe(true)
    expect(isOutage(failure)).toBe(true)
  })

  it.each([{ status: 500 }, { status: 504 }])('%j may come of a mail that was tried', (failure) => {
    expect(isUnreachable(failure)).toBe(false)
    expect(isOutage(failure)).toBe(true)
  })

  it('takes a refusal for no outage', () => {
    const pause = { status: 429, code: 'over_email_send_rate_limit' }
    expect([isUnreachable(pause), isOutage(pause), isMailPause(pause)]).toEqual([false, false, true])
  })
})
