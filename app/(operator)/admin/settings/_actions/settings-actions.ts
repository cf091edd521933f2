'use server'

import { z } from 'zod'
import { updateSignUpRule } from '#lib/portal/settings/sign-up'
import { updateSettings } from '#lib/portal/settings/update-settings'
import { formAction } from '../../../../_auth/form-action'
import { integerField } from '../../../../_auth/form-fields'
import { signUpForm } from './sign-up-form'

/** An empty field takes the contact away. */
const optional = (field: z.ZodType<string>) => z.union([z.literal('').transform(() => null), field])

const settingsForm = z.object({
  name: z.string().trim().min(1, 'required').max(40, 'brandLong'),
  accent_hue: integerField.refine((hue) => hue >= 0 && hue <= 359, 'hue'),
  support_email: optional(
    z
      .string()
      .trim()
      .pipe(z.email({ error: 'email' })),
  ),
  support_url: optional(
    z
      .string()
      .trim()
      .pipe(z.url({ protocol: /^https?$/, error: 'webAddress' })),
  ),
})

export const updateSettingsAction = formAction(
  settingsForm,
  async (actor, { accent_hue: accentHue, support_email: supportEmail, support_url: supportUrl, name }) => {
    await updateSettings(actor, { name, accentHue, supportEmail, supportUrl })
    return null
  },
)

export const updateSignUpAction = formAction(signUpForm, async (actor, { mode, sign_up_domains: domains }) => {
  await updateSignUpRule(actor, { mode, domains })
  return null
})
