/** Why a sign-in by a provider came to nothing; keys of `auth.provider.notice`. */
export const providerNotices = ['cancelled', 'expired', 'unvouched', 'closed', 'refused', 'busy', 'failed'] as const
export type ProviderNotice = (typeof providerNotices)[number]

const byCode: Record<string, ProviderNotice> = {
  provider_email_needs_verification: 'unvouched',
  signup_disabled: 'closed',
  user_banned: 'refused',
  bad_oauth_state: 'expired',
  flow_state_expired: 'expired',
  flow_state_not_found: 'expired',
  bad_code_verifier: 'expired',
  over_request_rate_limit: 'busy',
}

/** The auth server's error as it comes back with the browser, or answers a code; its own text is never shown. */
export function noticeOf({ error, code }: { error?: string | null | undefined; code?: string | null | undefined }): ProviderNotice {
  const known = code ? byCode[code] : undefined
  if (known) return known
  if (error === 'access_denied' && !code) return 'cancelled'
  return 'failed'
}
