import 'server-only'
import { headers } from 'next/headers'
import { env, isLoopbackUrl } from '#lib/shared/env'

/** The outbox's folder where its page may be shown: on the embedded stack, to this very machine; null everywhere else. */
export async function openOutbox(): Promise<string | null> {
  const { TOLLGATE_EMBEDDED, TOLLGATE_OUTBOX_DIR, publicUrl } = env()
  const host = (await headers()).get('host')
  if (!TOLLGATE_EMBEDDED || TOLLGATE_OUTBOX_DIR === undefined || host === null) return null
  const asked = `http://${host}`
  return isLoopbackUrl(publicUrl) && URL.canParse(asked) && isLoopbackUrl(asked) ? TOLLGATE_OUTBOX_DIR : null
}
