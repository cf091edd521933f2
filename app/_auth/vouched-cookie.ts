import 'server-only'
import { cookies } from 'next/headers'
import { readSignedText, signText } from '#lib/shared/sign-text'
import { cookieOptions } from '../_preferences/cookie-options'

const name = 'tollgate-vouched'
/** The longest that browsers keep a cookie, as for the session itself. */
const seconds = 400 * 24 * 3600

/** Ways of signing in for which the auth server takes another's word. */
const byOthersWord = /^(?:oauth|sso|web3|anonymous)/

/**
 * Marks a session that a provider has begun and whose address that provider vouches for. Signed, because anybody can begin a
 * session at the auth server itself and write the session's cookie.
 */
export async function vouchFor(sessionId: string): Promise<void> {
  const jar = await cookies()
  jar.set(name, signText(sessionId, 'vouched'), { ...cookieOptions(), maxAge: seconds })
}

/** Whether a session counts: begun with a password or a mail, or by a provider through this portal's own door. */
export async function countsHere(claims: { session_id?: string; amr?: unknown }): Promise<boolean> {
  if (!methodsOf(claims.amr).some((method) => byOthersWord.test(method))) return true
  const signed = (await cookies()).get(name)?.value
  return signed !== undefined && claims.session_id !== undefined && readSignedText(signed, 'vouched') === claims.session_id
}

function methodsOf(amr: unknown): string[] {
  if (!Array.isArray(amr)) return []
  return amr.flatMap((entry: unknown) => {
    if (typeof entry === 'string') return entry
    const method = typeof entry === 'object' && entry !== null && 'method' in entry ? entry.method : null
    return typeof method === 'string' ? method : []
  })
}
