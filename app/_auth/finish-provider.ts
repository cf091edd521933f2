import 'server-only'
import type { User } from '@supabase/supabase-js'
import { headers } from 'next/headers'
import { z } from 'zod'
import { askAuthServer } from './ask-auth-server'
import { authClient, passingAuthClient } from './auth-client'
import { verifiedFactors } from './current-session'
import { codePath, signInPath } from './next-path'
import { endAttempt } from './provider-attempt'
import { noticeOf, type ProviderNotice } from './provider-notice'
import { signInOffer } from './sign-in-offer'
import { readSessionId } from './token-session-id'
import { vouchFor } from './vouched-cookie'

const grantSchema = z.object({ access_token: z.string(), refresh_token: z.string() })
const refusalSchema = z.object({ error_code: z.string().optional(), code: z.unknown() })

/**
 * Redeems the code a browser came back with. The browser has a session only once it is known that every provider of the
 * account vouches for its address: the auth server may be set to let in those whom none vouches for.
 * @returns the path to go on to
 */
export async function finishProvider(back: URLSearchParams): Promise<string> {
  const attempt = await endAttempt()
  const next = attempt?.next ?? null
  const refuse = (notice: ProviderNotice) => signInPath(next, notice)
  const code = back.get('code')
  if (!code) return refuse(noticeOf({ error: back.get('error'), code: back.get('error_code') }))
  if (!attempt) return refuse('expired')
  if ((await signInOffer()).providers.length === 0) return refuse('failed')
  const grant = await redeem(code, attempt.verifier)
  if (typeof grant === 'string') return refuse(grant)
  const sessionId = readSessionId(grant.access_token)
  const { data } = await passingAuthClient().getUser(grant.access_token)
  if (!data.user || sessionId === null) return refuse('failed')
  if (!isVouchedFor(data.user)) {
    await passingAuthClient().admin.signOut(grant.access_token, 'local')
    return refuse('unvouched')
  }
  const { error } = await (await authClient()).auth.setSession(grant)
  if (error) return refuse('failed')
  await vouchFor(sessionId)
  return verifiedFactors(data.user).length > 0 ? codePath(next) : (next ?? '/start')
}

async function redeem(code: string, verifier: string): Promise<z.infer<typeof grantSchema> | ProviderNotice> {
  // The auth server keeps it with the session, so that its owner recognises the browser.
  const userAgent = (await headers()).get('user-agent')
  const answer = await askAuthServer('/token?grant_type=pkce', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(userAgent === null ? {} : { 'user-agent': userAgent }) },
    body: JSON.stringify({ auth_code: code, code_verifier: verifier }),
  }).catch(() => null)
  const body: unknown = await answer?.json().catch(() => null)
  if (answer?.ok) return grantSchema.safeParse(body).data ?? 'failed'
  const refusal = refusalSchema.safeParse(body).data
  return noticeOf({ code: refusal?.error_code ?? (typeof refusal?.code === 'string' ? refusal.code : null) })
}

/** Whoever linked a provider's account to this one proved the address; one that did not could be anybody's. */
function isVouchedFor({ email, identities = [] }: User): boolean {
  const others = identities.filter(({ provider }) => provider !== 'email' && provider !== 'phone')
  return Boolean(email) && others.length > 0 && others.every(({ identity_data: said }) => said?.email_verified === true)
}
