import { z } from 'zod'
import { isCommonPassword } from './is-common-password'

/** bcrypt reads 72 bytes; what lies beyond would not be part of the password. */
export const newPasswordField = z
  .string()
  .min(8, 'password')
  .refine((text) => !isCommonPassword(text), 'passwordCommon')
  .refine((text) => new TextEncoder().encode(text).length <= 72, 'passwordLong')

export const emailField = z.string().trim().toLowerCase().pipe(z.email('email').max(254, 'email'))

/** A password that is compared, not chosen. */
export const presentPasswordField = z.string().min(1, 'required').max(1_000, 'passwordLong')
