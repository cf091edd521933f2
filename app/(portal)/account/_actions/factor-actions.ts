'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { recordSignInChange } from '#lib/portal/accounts/record-sign-in-change'
import { endPlaygroundOf } from '#lib/portal/playground/end-playground-session'
import { readBrand } from '#lib/portal/settings/read-brand'
import { accountAction, refuseStranger } from '../../../_auth/account-action'
import { asksPassword } from '../../../_auth/asks-password'
import { authClient } from '../../../_auth/auth-client'
import { presentPasswordField } from '../../../_auth/auth-fields'
import { type AuthReason, reasonOf, refuseAuth, refuseField } from '../../../_auth/auth-refusal'
import { authenticatorsOf, checkCode, codeField } from '../../../_auth/check-code'
import { askSession } from '../../../_auth/current-session'

export interface NewFactor {
  id: string
  /** An image as a data URL. */
  qr: string
  /** The same, to be typed in. */
  key: string
}

const name = z.string().trim().max(60, 'nameLong')

const refusals: Record<string, AuthReason> = {
  mfa_totp_enroll_not_enabled: 'factorOff',
  too_many_enrolled_mfa_factors: 'factorsFull',
}

/** Begins to add an authenticator app: it counts only once a code of it was entered. Whoever has a password shows it first. */
export const beginFactorAction = accountAction<z.ZodType<{ name: string; present?: string | undefined }>, NewFactor>(
  z.object({ name, present: presentPasswordField.optional() }),
  async ({ actor, email }, input) => {
    const entered = { name: input.name }
    if (await asksPassword(actor)) {
      const refusal = await refuseStranger(email, input.present ?? '', entered)
      if (refusal) return refusal
    }
    const { auth } = await authClient()
    for (const { id, status, factor_type: type } of (await askSession())?.user.factors ?? []) {
      if (status === 'unverified' && type === 'totp') await auth.mfa.unenroll({ factorId: id })
    }
    const { name: issuer } = await readBrand()
    const { data, error } = await auth.mfa.enroll({ factorType: 'totp', friendlyName: input.name, issuer })
    if (error?.code === 'mfa_factor_name_conflict') return refuseField('name', 'factorName', entered)
    if (error) return refuseAuth(refusals[error.code ?? ''] ?? reasonOf(error, 'unavailable'), entered)
    const svg = data.totp.qr_code.replace(/^data:image\/svg\+xml;utf-8,/, '')
    const qr = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
    return { status: 'done', value: { id: data.id, qr, key: data.totp.secret } }
  },
)

/** The first code of a new app. The auth server ends every session that has shown only one factor. */
export const confirmFactorAction = accountAction(z.object({ factor: z.uuid(), code: codeField }), async ({ actor }, { factor, code }) => {
  const user = (await askSession())?.user
  const fresh = user?.factors?.some(({ id, status }) => id === factor && status === 'unverified') ?? false
  const refusal = fresh ? await checkCode(actor.userId, [factor], code) : await refuseField('code', 'codeWrong')
  if (refusal) return refusal
  await endPlaygroundOf(actor.userId)
  await recordSignInChange(actor, 'account.add_factor')
  refresh()
  return { status: 'done', value: null }
})

/** A code of any app is asked, the others' first: the auth server takes the second factor from sessions that showed the removed one. */
export const removeFactorAction = accountAction(z.object({ factor: z.uuid(), code: codeField }), async ({ actor }, { factor, code }) => {
  const asked = await askSession()
  const ids = asked ? authenticatorsOf(asked.user).map(({ id }) => id) : []
  if (!ids.includes(factor)) return refuseField('code', 'codeWrong')
  const refusal = await checkCode(actor.userId, [...ids.filter((id) => id !== factor), factor], code)
  if (refusal) return refusal
  const { auth } = await authClient()
  const { error } = await auth.mfa.unenroll({ factorId: factor })
  if (error) return refuseAuth(reasonOf(error, 'unavailable'))
  await auth.refreshSession()
  await recordSignInChange(actor, 'account.remove_factor')
  refresh()
  return { status: 'done', value: null }
})
