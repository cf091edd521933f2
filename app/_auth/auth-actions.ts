'use server'

import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import type { ActionState } from './action-state'
import { authClient } from './auth-client'
import { readForm } from './read-form'

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
  const { error } = await (await authClient()).auth.signInWithPassword(read.value)
  if (error) return refuse(error.status, 'signInRefused', read.value.email)
  redirect('/start')
}

/** One answer whatever the reason, so that nobody learns which addresses have an account. */
export async function signUp(_before: SignUpState, form: FormData): Promise<SignUpState> {
  const read = await readForm(signUpForm, form)
  if (!read.ok) return read.refusal
  const { data, error } = await (await authClient()).auth.signUp(read.value)
  if (error) return refuse(error.status, 'signUpRefused', read.value.email)
  if (!data.session) return { status: 'done', value: { mailSentTo: read.value.email } }
  redirect('/start')
}

export async function signOut(): Promise<void> {
  await (await authClient()).auth.signOut({ scope: 'local' })
  redirect('/sign-in')
}

async function refuse(status: number | undefined, refusal: 'signInRefused' | 'signUpRefused', entered: string) {
  const t = await getTranslations('auth')
  const down = status === undefined || status === 0 || status >= 500
  const message = down ? t('unavailable') : status === 429 ? t('tooMany') : t(refusal)
  return { status: 'refused', message, entered: { email: entered } } as const
}
