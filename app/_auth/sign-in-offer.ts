import 'server-only'
import { z } from 'zod'
import { env } from '#lib/shared/env'
import { log } from '#lib/shared/log'
import { processState } from '#lib/shared/process-state'
import type { SignInProvider } from '#lib/shared/sign-in-providers'
import { askAuthServer } from './ask-auth-server'

/** What the auth server lets people sign in with, beside the password. */
export interface SignInOffer {
  providers: readonly SignInProvider[]
  /** Whether it knows second factors. */
  secondFactor: boolean
}

/** Pages wait for it that need nothing else of the auth server. */
const patienceMs = 2_000
const keptMs = 60_000
const keptAfterFailureMs = 5_000
const settingsSchema = z.object({ mailer_autoconfirm: z.boolean(), external: z.record(z.string(), z.unknown()) })
const nothing: SignInOffer = { providers: [], secondFactor: false }

interface Kept {
  offer: Promise<SignInOffer>
  untilMs: number
}

/** Asked once a minute; nothing while the auth server does not answer. */
export function signInOffer(): Promise<SignInOffer> {
  const kept = processState<{ present?: Kept }>('sign-in-offer', () => ({}))
  const nowMs = Date.now()
  if (kept.present && kept.present.untilMs > nowMs) return kept.present.offer
  const present: Kept = { offer: Promise.resolve(nothing), untilMs: nowMs + keptMs }
  present.offer = readOffer().catch((error: unknown) => {
    present.untilMs = Math.min(present.untilMs, Date.now() + keptAfterFailureMs)
    log.error('sign_in_offer_unread', {}, error)
    return nothing
  })
  kept.present = present
  return present.offer
}

export async function findProvider(id: string): Promise<SignInProvider | undefined> {
  return (await signInOffer()).providers.find((provider) => provider.id === id)
}

async function readOffer(): Promise<SignInOffer> {
  const { SUPABASE_URL, TOLLGATE_SIGN_IN_PROVIDERS: wanted } = env()
  if (!SUPABASE_URL) return nothing
  const [secondFactor, providers] = await Promise.all([knowsFactors(), wanted.length === 0 ? [] : readProviders(wanted)])
  return { providers, secondFactor }
}

/**
 * An auth server that takes every address as confirmed joins accounts by addresses nobody has proven, so it may not sign
 * anybody in by what a provider says. Names of one's own (`custom:`) are not in its list.
 */
async function readProviders(wanted: readonly SignInProvider[]): Promise<readonly SignInProvider[]> {
  const answer = await askAuthServer('/settings', { signal: AbortSignal.timeout(patienceMs) })
  if (!answer.ok) throw new Error(`the auth server's settings: ${answer.status}`)
  const { mailer_autoconfirm: unproven, external } = settingsSchema.parse(await answer.json())
  if (unproven) log.warn('sign_in_providers_off', { reason: 'addresses_are_not_confirmed' })
  return unproven ? [] : wanted.filter(({ id }) => id.startsWith('custom:') || external[id] === true)
}

/** The route refuses who is nobody, where it exists. */
async function knowsFactors(): Promise<boolean> {
  const { status } = await askAuthServer('/factors', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
    signal: AbortSignal.timeout(patienceMs),
  })
  return status === 401 || status === 403
}
