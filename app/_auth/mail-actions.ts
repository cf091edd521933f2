'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { askForMail } from '#lib/portal/accounts/ask-for-mail'
import { recordSignInChange } from '#lib/portal/accounts/record-sign-in-change'
import { endPlaygroundOf } from '#lib/portal/playground/end-playground-session'
import type { ActionState } from './action-state'
import { runUnseen } from './answer-evenly'
import type { MailState } from './auth-actions'
import { authClient, passingAuthClient } from './auth-client'
import { type AuthFailure, isUnreachable } from './auth-failure'
import { emailField, newPasswordField } from './auth-fields'
import { logMailFailure } from './log-mail-failure'
import { reasonOf, refuseAuth, refuseField } from './auth-refusal'
import { callerAddress } from './caller-address'
import { currentSessionId, liveSession } from './current-session'
import { sendToSignIn } from './end-session'
import { readForm } from './read-form'
import { endRecovery, mayRecover } from './recovery-cookie'

const addressForm = z.object({ email: emailField })
const passwordForm = z.object({ password: newPasswordField })

/** Asks for a reset mail. The answer is one and the same, whether there is such an account or not. */
export async function requestReset(_before: MailState, form: FormData): Promise<MailState> {
  return askAuth(form, async (email) => (await passingAuthClient().resetPasswordForEmail(email)).error)
}

/** Asks for another confirmation mail; answered like `requestReset`. */
export async function requestConfirmation(_before: MailState, form: FormData): Promise<MailState> {
  return askAuth(form, async (email) => (await passingAuthClient().resend({ type: 'signup', email })).error)
}

/** A failure is told only where it cannot depend on the address: a mail is tried for accounts there are, and may fail at once. */
async function askAuth(form: FormData, ask: (email: string) => Promise<AuthFailure | null>): Promise<MailState> {
  const read = await readForm(addressForm, form)
  if (!read.ok) return read.refusal
  const { email } = read.value
  const { allowed, retryAfterSeconds } = await askForMail(email, await callerAddress())
  if (!allowed) return refuseAuth('tooMany', { email }, retryAfterSeconds)
  const failure = await runUnseen(ask(email).then(logMailFailure))
  if (failure && isUnreachable(failure)) return refuseAuth('unavailable', { email })
  return { status: 'done', value: { mailSentTo: email } }
}

/** Sets a new password within the session that a reset link has begun, and ends all others. */
export async function resetPassword(_before: ActionState, form: FormData): Promise<ActionState> {
  const session = await liveSession()
  if (!session) return sendToSignIn()
  if (!(await mayRecover(await currentSessionId()))) redirect('/forgot-password?notice=link')
  const read = await readForm(passwordForm, form)
  if (!read.ok) return read.refusal
  const { auth } = await authClient()
  const { error } = await auth.updateUser({ password: read.value.password })
  if (error?.code === 'same_password') return refuseField('password', 'samePassword')
  if (error?.code === 'weak_password') return refuseField('password', 'passwordWeak')
  if (error) return refuseAuth(reasonOf(error, 'unavailable'))
  await auth.signOut({ scope: 'others' })
  await endPlaygroundOf(session.userId)
  await endRecovery()
  await recordSignInChange({ kind: 'user', userId: session.userId, address: await callerAddress() }, 'account.reset_password')
  redirect('/start')
}
