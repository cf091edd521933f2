import 'server-only'
import { env } from '#lib/shared/env'
import { log } from '#lib/shared/log'
import { askAuthServer } from './ask-auth-server'
import { beginAttempt } from './provider-attempt'
import { findProvider } from './sign-in-offer'

/** What a provider has to be asked for beyond the auth server's own list, to name the person and their address. */
const moreScopes: Record<string, string> = { azure: 'email', keycloak: 'openid' }

/**
 * Begins signing in at a provider.
 * @returns the provider's page, or null where there is no such provider or the auth server does not lead to it
 */
export async function beginProvider(id: string, next: string | null): Promise<string | null> {
  const provider = await findProvider(id)
  if (!provider) return null
  const challenge = await beginAttempt(next)
  const query = new URLSearchParams({
    provider: provider.id,
    redirect_to: `${env().publicUrl}/auth/callback`,
    code_challenge: challenge,
    code_challenge_method: 's256',
    ...(moreScopes[id] ? { scopes: moreScopes[id] } : {}),
  })
  // Asked from here, so that a refusal is a page of ours and not the auth server's JSON.
  const answer = await askAuthServer(`/authorize?${query}`).catch(() => null)
  const location = answer?.headers.get('location')
  if (location && /^https?:\/\//.test(location)) return location
  log.error('sign_in_provider_refused', { provider: id, status: answer?.status ?? null })
  return null
}
