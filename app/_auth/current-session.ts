import 'server-only'
import { isAuthRetryableFetchError } from '@supabase/supabase-js'
import { cache } from 'react'
import { TollgateError } from '#lib/shared/errors'
import { authClient } from './auth-client'

export interface Session {
  /** The auth server's user id, a UUID. */
  userId: string
  email: string
}

export interface TokenSession extends Session {
  /** When the token was issued; its session may have ended since. */
  issuedAt: Date
}

/** What a verified token says, or null. */
const currentClaims = cache(async () => {
  const auth = (await authClient()).auth
  const { data, error } = await auth.getClaims()
  if (error && isAuthRetryableFetchError(error)) throw new TollgateError('unavailable', { cause: error })
  return data?.claims ?? null
})

/**
 * Who is signed in, by the verified token of the session cookie; one look per request.
 * @throws TollgateError `unavailable` when the auth server cannot be asked.
 */
export async function currentSession(): Promise<TokenSession | null> {
  const claims = await currentClaims()
  return claims?.email ? { userId: claims.sub, email: claims.email, issuedAt: new Date(claims.iat * 1_000) } : null
}

/** The auth server's id of the session itself. */
export async function currentSessionId(): Promise<string | null> {
  return (await currentClaims())?.session_id ?? null
}

/**
 * The same, asked of the auth server: a token stays valid for its hour, a session ends with signing out. For whatever changes
 * something, and where a session that pages refuse would lead back to them.
 * @throws TollgateError `unavailable` when the auth server cannot be asked.
 */
export async function liveSession(): Promise<Session | null> {
  const { data, error } = await (await authClient()).auth.getUser()
  // Too many questions at once is no word about this session.
  if (error && (isAuthRetryableFetchError(error) || error.status === 429)) throw new TollgateError('unavailable', { cause: error })
  return data.user?.email ? { userId: data.user.id, email: data.user.email } : null
}
