import { expect, test } from 'vitest'
import { noticeOf } from '../../../app/_auth/provider-notice'

test.each([
  [{ error: 'access_denied' }, 'cancelled'],
  [{ error: 'access_denied', code: 'provider_email_needs_verification' }, 'unvouched'],
  [{ error: 'access_denied', code: 'signup_disabled' }, 'closed'],
  [{ error: 'access_denied', code: 'user_banned' }, 'refused'],
  [{ error: 'access_denied', code: 'something_new' }, 'failed'],
  [{ error: 'invalid_request', code: 'bad_oauth_state' }, 'expired'],
  [{ error: 'server_error', code: 'unexpected_failure' }, 'failed'],
  [{ code: 'flow_state_not_found' }, 'expired'],
  [{}, 'failed'],
])('%o is told as %s', (said, notice) => {
  expect(noticeOf(said)).toBe(notice)
})
