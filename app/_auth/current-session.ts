import 'server-only'
import { type Factor, isAuthRetryableFetchError, type User } from '@supabase/supabase-js'
import { cache } from 'react'
import { TollgateError } from '#lib/shared/errors'
import { authClient } from './auth-client'
import { countsHere } from './vouched-cookie'

export interface Session {
  /** The auth server's user id, a UUID. */
  userId: string
  email: string
}

export interface TokenSession extends Session {
  /** When the token was issued; its session may have ended since. */
  issuedAt: Date
  /** Whether a second factor was shown; without, an account that has one is not signed in. */
  twoFactors: boolean
}

export interface AskedSession extends Session {
  /** Lacks the second factor that the account has: signed in to nothing but the question for it. */
  half: boolean
  user: User
}

/** What a verified token says, or null. */
const currentClaims = cache(async () => {
  const auth = (await authClient()).auth
  const { data, error } = await auth.getClaims()
  if (error && isAuthRetryableFetchError(error)) throw new TollgateError('unavailable', { cause: error })
  return data && (await countsHere(data.claims)) ? data.claims : null
})

/**
 * Who the verified token of the session cookie names; one look per request. An account's second factor is not asked for here:
 * whatever shows or changes anything goes through `knownAccount` or `liveSession`.
 * @throws TollgateError `unavailable` when the auth server cannot be asked.
 */
export async function currentSession(): Promise<TokenSession | null> {
  const claims = await currentClaims()
  if (!claims?.email) return null
  return { userId: claims.sub, email: claims.email, issuedAt: new Date(claims.iat * 1_000), twoFactors: claims.aal === 'aal2' }
}

/** The auth server's id of the session itself. */
export async function currentSessionId(): Promise<string | null> {
  return (await currentClaims())?.session_id ?? null
}

/**
 * The session as the auth server knows it: a token stays valid for its hour, a session ends with signing out.
 * @throws TollgateError `unavailable` when the auth server cannot be asked.
 */
export async function askSession(): Promise<AskedSession | null> {
  const claims = await currentClaims()
  if (!claims) return null
  const { data, error } = await (await authClient()).auth.getUser()
  // Too many questions at once is no word about this session.
  if (error && (isAuthRetryableFetchError(error) || error.status === 429)) throw new TollgateError('unavailable', { cause: error })
  const { user } = data
  if (!user?.email) return null
  return { userId: user.id, email: user.email, half: claims.aal !== 'aal2' && verifiedFactors(user).length > 0, user }
}

/** The same, where it is whole. For whatever changes something, and where a session that pages refuse would lead back to them. */
export async function liveSession(): Promise<Session | null> {
  const asked = await askSession()
  return asked && !asked.half ? { userId: asked.userId, email: asked.email } : null
}

export function verifiedFactors(user: User): Factor[] {
  return (user.factors ?? []).filter(({ status }) => status === 'verified')
}
