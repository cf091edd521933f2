import 'server-only'
import { cookies } from 'next/headers'
import { authCookieName } from '../../_auth/auth-cookies'
import { currentSession } from '../../_auth/current-session'

/** Only decides which way in is shown: an auth server that is away makes everybody a visitor, and the page stands. */
export async function isSignedIn(): Promise<boolean> {
  const jar = await cookies()
  if (!jar.getAll().some(({ name }) => name.startsWith(authCookieName))) return false
  return currentSession().then(
    (session) => session !== null,
    () => false,
  )
}
