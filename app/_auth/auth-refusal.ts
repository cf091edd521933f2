import 'server-only'
import { getTranslations } from 'next-intl/server'
import { takeSignInAttempt } from '#lib/portal/accounts/take-sign-in-attempt'
import { TollgateError } from '#lib/shared/errors'
import type { ActionState } from './action-state'
import { type AuthFailure, isOutage } from './auth-failure'
import { callerAddress } from './caller-address'

export type AuthReason =
  | 'signInRefused'
  | 'signUpRefused'
  | 'signUpClosed'
  | 'unconfirmed'
  | 'tooMany'
  | 'unavailable'
  | 'factorOff'
  | 'factorsFull'

type Refused = Extract<ActionState<never>, { status: 'refused' }>

/** Counts an attempt to guess; seconds until this address may be tried again, 0 when it may be now. */
export async function secondsToWait(email: string): Promise<number> {
  try {
    await takeSignInAttempt(email, await callerAddress())
    return 0
  } catch (thrown) {
    if (thrown instanceof TollgateError && thrown.code === 'rate_limited') return thrown.retryAfterSeconds ?? 60
    throw thrown
  }
}

/** The auth server's answer as far as it may be told. */
export function reasonOf(error: AuthFailure, refusal: AuthReason): AuthReason {
  if (isOutage(error)) return 'unavailable'
  return error.status === 429 ? 'tooMany' : refusal
}

export async function refuseAuth(reason: AuthReason, entered: Record<string, string> = {}, waitSeconds = 60): Promise<Refused> {
  const t = await getTranslations('auth')
  return { status: 'refused', message: t(reason, { minutes: Math.ceil(waitSeconds / 60) }), entered }
}

/** A refusal that belongs to one field; its words are a key of `invalid`. */
export async function refuseField(
  field: string,
  key: 'present' | 'samePassword' | 'passwordWeak' | 'sameEmail' | 'codeWrong' | 'factorName',
  entered = {},
): Promise<Refused> {
  const t = await getTranslations('invalid')
  return { status: 'refused', message: t('form'), fields: { [field]: t(key) }, entered }
}
