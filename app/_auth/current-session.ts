import 'server-only'
import { isAuthRetryableFetchError } from '@supabase/supabase-js'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { TollgateError } from '#lib/shared/errors'
import { authClient } from './auth-client'

export interface Session {
  /** The auth server's user id, a UUID. */
  userId: string
  email: string
}

/**
 * Who is signed in, by the verified token of the session cookie; one look per request.
 * @throws TollgateError `unavailable` when the auth server cannot be asked.
 */
export const currentSession = cache(async (): Promise<Session | null> => {
  const auth = (await authClient()).auth
  const { data, error } = await auth.getClaims()
  if (error && isAuthRetryableFetchError(error)) throw new TollgateError('unavailable', { cause: error })
  const claims = data?.claims
  return claims?.email ? { userId: claims.sub, email: claims.email } : null
})

/**
 * The same, asked of the auth server: a token stays valid for its hour, a session ends with signing out. For whatever changes
 * something.
 * @throws TollgateError `unavailable` when the auth server cannot be asked.
 */
export async function liveSession(): Promise<Session | null> {
  const { data, error } = await (await authClient()).auth.getUser()
  if (error && isAuthRetryableFetchError(error)) throw new TollgateError('unavailable', { cause: error })
  return data.user?.email ? { userId: data.user.id, email: data.user.email } : null
}

/** The signed-in member; everyone else is sent to the sign-in page. */
export async function requireSession(): Promise<Session> {
  return (await currentSession()) ?? redirect('/sign-in')
}
