import 'server-only'
import type { User } from '@supabase/supabase-js'
import { z } from 'zod'
import { takeCodeAttempt } from '#lib/portal/accounts/take-code-attempt'
import { TollgateError } from '#lib/shared/errors'
import type { ActionState } from './action-state'
import { authClient } from './auth-client'
import { isOutage } from './auth-failure'
import { refuseAuth, refuseField } from './auth-refusal'
import { verifiedFactors } from './current-session'

/** Six digits, however they were grouped. */
export const codeField = z
  .string()
  .transform((text) => text.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'code'))

/** The authenticator apps that this portal can ask; other kinds may have been added elsewhere. */
export function authenticatorsOf(user: User) {
  return verifiedFactors(user).filter(({ factor_type: type }) => type === 'totp')
}

/**
 * Shows the auth server a code of one of these factors, which lifts the browser's session to both factors; every other session
 * that lacks one ends there.
 * @returns the refusal, or null where the code was right
 */
export async function checkCode(userId: string, factorIds: readonly string[], code: string): Promise<ActionState<never> | null> {
  try {
    await takeCodeAttempt(userId)
  } catch (thrown) {
    if (thrown instanceof TollgateError && thrown.code === 'rate_limited') return refuseAuth('tooMany', {}, thrown.retryAfterSeconds)
    throw thrown
  }
  const { auth } = await authClient()
  for (const factorId of factorIds) {
    const { error } = await auth.mfa.challengeAndVerify({ factorId, code })
    if (!error) return null
    if (isOutage(error)) return refuseAuth('unavailable')
    if (error.status === 429) return refuseAuth('tooMany')
  }
  return refuseField('code', 'codeWrong')
}
