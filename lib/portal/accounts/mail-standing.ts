import { env } from '#lib/shared/env'

/**
 * Where the mails about accounts go: through the embedded stack's mail server, into its outbox page, or wherever the
 * hosted auth server sends them; `none` where there is no sign-in at all.
 */
export type MailStanding = 'smtp' | 'outbox' | 'auth-server' | 'none'

export function mailStanding(): MailStanding {
  const { SUPABASE_URL, TOLLGATE_EMBEDDED, TOLLGATE_OUTBOX_DIR } = env()
  if (!SUPABASE_URL) return 'none'
  if (!TOLLGATE_EMBEDDED) return 'auth-server'
  return TOLLGATE_OUTBOX_DIR ? 'outbox' : 'smtp'
}
