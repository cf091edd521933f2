'use server'

import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { takeSignInAttempt } from '#lib/portal/accounts/take-sign-in-attempt'
import { endPlaygroundSession } from '#lib/portal/playground/end-playground-session'
import { TollgateError } from '#lib/shared/errors'
import type { ActionState } from './action-state'
import { authClient } from './auth-client'
import { callerAddress } from './caller-address'
import { readForm } from './read-form'
import { currentSessionId } from './session-id'

/** bcrypt reads 72 bytes; what lies beyond would not be part of the password. */
const password = z
  .string()
  .min(8, 'password')
  .refine((text) => new TextEncoder().encode(text).length <= 72, 'passwordLong')
const email = z.string().trim().toLowerCase().pipe(z.email('email').max(254, 'email'))

const signUpForm = z.object({ email, password })
const signInForm = z.object({ email, password: z.string().min(1, 'required') })

export type SignUpState = ActionState<{ mailSentTo: string }>

/** One answer for a wrong password, an unknown address and a disabled user. */
export async function signIn(_before: ActionState, form: FormData): Promise<ActionState> {
  const read = await readForm(signInForm, form)
  if (!read.ok) return read.refusal
  const { email } = read.value
  const wait = await secondsToWait(email)
  if (wait > 0) return refuse('tooMany', email, wait)
  const { error } = await (await authClient()).auth.signInWithPassword(read.value)
  if (error) return refuse(reasonOf(error.status, 'signInRefused'), email)
  redirect('/start')
}

/** One answer whatever the reason, so that nobody learns which addresses have an account. */
export async function signUp(_before: SignUpState, form: FormData): Promise<SignUpState> {
  const read = await readForm(signUpForm, form)
  if (!read.ok) return read.refusal
  const { email } = read.value
  const wait = await secondsToWait(email)
  if (wait > 0) return refuse('tooMany', email, wait)
  const { data, error } = await (await authClient()).auth.signUp(read.value)
  if (error) return refuse(reasonOf(error.status, 'signUpRefused'), email)
  if (!data.session) return { status: 'done', value: { mailSentTo: email } }
  redirect('/start')
}

export async function signOut(): Promise<void> {
  const sessionId = await currentSessionId()
  await (await authClient()).auth.signOut({ scope: 'local' })
  if (sessionId !== null) await endPlaygroundSession(sessionId)
  redirect('/sign-in')
}

type Reason = 'signInRefused' | 'signUpRefused' | 'tooMany' | 'unavailable'

/** Seconds until this address may be tried again; 0 when it may be now. */
async function secondsToWait(email: string): Promise<number> {
  try {
    await takeSignInAttempt(email, await callerAddress())
    return 0
  } catch (thrown) {
    if (thrown instanceof TollgateError && thrown.code === 'rate_limited') return thrown.retryAfterSeconds ?? 60
    throw thrown
  }
}

/** The auth server's answer as far as it may be told. */
function reasonOf(status: number | undefined, refusal: Reason): Reason {
  if (status === undefined || status === 0 || status >= 500) return 'unavailable'
  return status === 429 ? 'tooMany' : refusal
}

async function refuse(reason: Reason, email: string, waitSeconds = 60) {
  const t = await getTranslations('auth')
  return { status: 'refused', message: t(reason, { minutes: Math.ceil(waitSeconds / 60) }), entered: { email } } as const
}
