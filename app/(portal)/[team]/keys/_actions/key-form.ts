import 'server-only'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { TollgateError } from '#lib/shared/errors'
import { nameField, optionalUsdField } from '../../../../_auth/form-fields'
import { addDays, readDay, startOfDay } from '../../../../_period/zone-days'

/** A day the key still works on, `2026-12-31`; empty for no end. */
const dayField = z
  .string()
  .refine((text) => text === '' || readDay(text) !== null, 'day')
  .transform((text) => text || null)

/** Absent where the reader may not set one; null where there is to be none. */
const budgetField = optionalUsdField('amount')
  .refine((nanos) => nanos === null || nanos > 0n, 'amountPositive')
  .optional()

export const keyFields = { name: nameField, expires: dayField, budget: budgetField }

/** How long a secret outlives its rotation, in seconds. */
export const overlaps = ['0', '3600', '86400', '604800'] as const

const secondMs = 1_000

/**
 * The last second of a day by the team's clock.
 * @throws TollgateError `invalid_request` when that has passed
 */
export function endOfDay(day: string | null, timeZone: string): Date | null {
  if (day === null) return null
  const end = new Date(startOfDay(addDays(day, 1), timeZone).getTime() - secondMs)
  if (end.getTime() <= Date.now()) throw new TollgateError('invalid_request', { param: 'expires' })
  return end
}

/** Words for the refusals of a last day that the form's own check cannot foresee. */
export async function explainExpiry(error: TollgateError): Promise<Record<string, string> | null> {
  const loosened = error.details?.loosened
  if (Array.isArray(loosened) && loosened.includes('expires_at')) {
    const t = await getTranslations('invalid')
    return { expires: t('loosens') }
  }
  if (error.code !== 'invalid_request' || error.param !== 'expires') return null
  const t = await getTranslations('invalid')
  return { expires: t('dayPast') }
}
