'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { askForMail } from '#lib/portal/accounts/ask-for-mail'
import { endOwnSession } from '#lib/portal/accounts/own-sessions'
import { recordSignInChange } from '#lib/portal/accounts/record-sign-in-change'
import { updateProfile } from '#lib/portal/accounts/update-profile'
import { endPlaygroundOf, endPlaygroundSession } from '#lib/portal/playground/end-playground-session'
import { locales } from '../../../../i18n/locales'
import type { ActionState } from '../../../_auth/action-state'
import { accountAction, refuseStranger } from '../../../_auth/account-action'
import { waitUntilEven } from '../../../_auth/answer-evenly'
import { authClient } from '../../../_auth/auth-client'
import { emailField, newPasswordField, presentPasswordField } from '../../../_auth/auth-fields'
import { isMailFailure, isMailPause } from '../../../_auth/auth-failure'
import { reasonOf, refuseAuth, refuseField } from '../../../_auth/auth-refusal'
import { liveSession } from '../../../_auth/current-session'
import { forgetSession } from '../../../_auth/forget-session'
import { formAction } from '../../../_auth/form-action'
import { logMailFailure } from '../../../_auth/log-mail-failure'
import { setPreference } from '../../../_preferences/set-preference'

export const renameAction = formAction(z.object({ name: z.string().trim().max(100, 'nameLong') }), (actor, { name }) =>
  updateProfile(actor, { displayName: name }),
)

/** A new password; whoever else is signed in has to sign in anew. */
export const changePasswordAction = accountAction(
  z.object({ present: presentPasswordField, password: newPasswordField }),
  async ({ actor, email }, { present, password }) => {
    const refusal = await refuseStranger(email, present)
    if (refusal) return refusal
    const { auth } = await authClient()
    // Some hosted projects ask for the present password themselves.
    const { error } = await auth.updateUser({ password, current_password: present })
    if (error?.code === 'same_password') return refuseField('password', 'samePassword')
    if (error?.code === 'weak_password') return refuseField('password', 'passwordWeak')
    if (error) return refuseAuth(reasonOf(error, 'unavailable'))
    await auth.signOut({ scope: 'others' })
    await endPlaygroundOf(actor.userId)
    await recordSignInChange(actor, 'account.change_password')
    return { status: 'done', value: null }
  },
)

/** Begins a change of address. A taken one is answered like a free one, whose mailbox is asked. */
export const changeEmailAction = accountAction(
  z.object({ email: emailField, present: presentPasswordField }),
  async ({ actor, email: current }, { email, present }) => {
    const startedMs = Date.now()
    const entered = { email }
    const refusal = await refuseStranger(current, present, entered)
    if (refusal) return refusal
    if (email === current.toLowerCase()) return refuseField('email', 'sameEmail', entered)
    const { allowed, retryAfterSeconds } = await askForMail(email, actor.address ?? null)
    if (!allowed) return refuseAuth('tooMany', entered, retryAfterSeconds)
    const { data, error } = await (await authClient()).auth.updateUser({ email })
    await waitUntilEven(startedMs)
    const mailFailed = error !== null && isMailFailure(error)
    if (mailFailed) logMailFailure(error)
    const told = error === null || error.code === 'email_exists' || isMailPause(error) || mailFailed
    if (!told) return refuseAuth(reasonOf(error, 'unavailable'), entered)
    await recordSignInChange(actor, 'account.ask_change_address')
    return { status: 'done', value: { email, changed: data.user?.email === email } }
  },
)

/** Ends every session of the account, this one too. */
export const signOutEverywhereAction = accountAction(z.object({}), async ({ actor }): Promise<ActionState> => {
  const { error } = await (await authClient()).auth.signOut({ scope: 'global' })
  if (error) return refuseAuth(reasonOf(error, 'unavailable'))
  await forgetSession()
  await endPlaygroundOf(actor.userId)
  await recordSignInChange(actor, 'account.end_sessions')
  redirect('/sign-in')
})

/** The language of the pages in this browser, and of mails to come. */
export async function chooseLanguage(wish: string): Promise<void> {
  const value = z.enum(locales).parse(wish)
  await setPreference({ name: 'locale', value })
  if (await liveSession()) await (await authClient()).auth.updateUser({ data: { locale: value } })
}

export const endSessionAction = formAction(z.object({ session: z.uuid() }), async (actor, { session }) => {
  await endOwnSession(actor, session)
  await endPlaygroundSession(session)
  return null
})
