import { z } from 'zod'
import { mostDomains, readDomain, signUpModes } from '#lib/portal/settings/sign-up-rule'
import { linesField } from '../../../../_auth/form-fields'

const domains = linesField.superRefine((lines, context) => {
  const wrong = lines.find((line) => readDomain(line) === null)
  if (wrong !== undefined || lines.length > mostDomains) context.addIssue({ code: 'custom', message: 'domains', params: { entry: wrong } })
})

export const signUpForm = z
  .object({ mode: z.enum(signUpModes), sign_up_domains: domains })
  .refine(({ mode, sign_up_domains: lines }) => mode !== 'domain' || lines.length > 0, { path: ['sign_up_domains'], message: 'required' })
