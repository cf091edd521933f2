import 'server-only'
import { authClient } from './auth-client'

/** The auth server's id of the session behind this request, from its verified token; it outlives the token's refreshes. */
export async function currentSessionId(): Promise<string | null> {
  const { data } = await (await authClient()).auth.getClaims()
  const id = data?.claims.session_id
  return typeof id === 'string' && id !== '' ? id : null
}
