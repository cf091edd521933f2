'use server'

import { getLocale } from 'next-intl/server'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { noteSessionsEnd } from '#lib/portal/accounts/note-sessions-end'
import { isSignUpOpenTo } from '#lib/portal/settings/sign-up'
import { endPlaygroundSession } from '#lib/portal/playground/end-playground-session'
import type { ActionState } from './action-state'
import { waitUntilEven } from './answer-evenly'
import { authClient } from './auth-client'
import { isMailFailure, isMailPause } from './auth-failure'
import { emailField, newPasswordField, presentPasswordField } from './auth-fields'
import { type AuthReason, reasonOf, refuseAuth, secondsToWait } from './auth-refusal'
import { currentSession, currentSessionId, verifiedFactors } from './current-session'
import { forgetSession } from './forget-session'
import { logMailFailure } from './log-mail-failure'
import { codePath, readNextPath, signInPath } from './next-path'
import { readForm } from './read-form'

const next = z.string().optional().transform(readNextPath)
const signUpForm = z.object({ email: emailField, password: newPasswordField, next })
const signInForm = z.object({ email: emailField, password: presentPasswordField, next })

export type MailState = ActionState<{ mailSentTo: string }>

/**
 * One answer for a wrong password and an unknown address, after the same time. That an address is unconfirmed or an account
 * disabled is said only to who knows its password.
 */
export async function signIn(_before: ActionState, form: FormData): Promise<ActionState> {
  const startedMs = Date.now()
  const read = await readForm(signInForm, form)
  if (!read.ok) return read.refusal
  const { email, password, next } = read.value
  const wait = await secondsToWait(email)
  if (wait > 0) return refuseAuth('tooMany', { email }, wait)
  const { data, error } = await (await authClient()).auth.signInWithPassword({ email, password })
  if (!error) redirect(verifiedFactors(data.user).length > 0 ? codePath(next) : (next ?? '/start'))
  await waitUntilEven(startedMs)
  const refusal: AuthReason = error.code === 'email_not_confirmed' ? 'unconfirmed' : 'signInRefused'
  return refuseAuth(reasonOf(error, refusal), { email })
}

/** Where addresses are confirmed by mail, a taken one gets the answer of a new one, after the same time, even while mails fail. */
export async function signUp(_before: MailState, form: FormData): Promise<MailState> {
  const startedMs = Date.now()
  const read = await readForm(signUpForm, form)
  if (!read.ok) return read.refusal
  const { email, password, next } = read.value
  const wait = await secondsToWait(email)
  if (wait > 0) return refuseAuth('tooMany', { email }, wait)
  if (!(await isSignUpOpenTo(email))) return refuseAuth('signUpClosed', { email })
  const client = await authClient()
  const { data, error } = await client.auth.signUp({ email, password, options: { data: { locale: await getLocale() } } })
  if (data.session) redirect(next ?? '/start')
  await waitUntilEven(startedMs)
  if (error && isMailFailure(error)) logMailFailure(error)
  else if (error && !isMailPause(error)) return refuseAuth(reasonOf(error, 'signUpRefused'), { email })
  return { status: 'done', value: { mailSentTo: email } }
}

/**
 * Ends the session, and with it what it opened in the playground. The browser forgets it whatever the auth server says. A form
 * may name where signing in again leads.
 */
export async function signOut(form?: FormData): Promise<never> {
  const [session, sessionId] = [await currentSession(), await currentSessionId()]
  await (await authClient()).auth.signOut({ scope: 'local' })
  await forgetSession()
  if (session) await noteSessionsEnd(session.userId)
  if (sessionId !== null) await endPlaygroundSession(sessionId)
  redirect(signInPath(readNextPath(form?.get('next'))))
}

/** The same for a form, which stays where the network lets nothing through. */
export async function signOutByForm(_before: ActionState, form: FormData): Promise<ActionState> {
  return signOut(form)
}
