'use server'

import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { grantCredit } from '#lib/portal/credits/grant-credit'
import { getTeam } from '#lib/portal/teams/get-team'
import type { TollgateError } from '#lib/shared/errors'
import { parseUsd } from '#lib/shared/money'
import { formatCharge } from '../../../../i18n/format-money'
import { formAction } from '../../../_auth/form-action'
import { idField, usdField } from '../../../_auth/form-fields'

const grantForm = z.object({
  team: idField('team', 'team'),
  amount_usd: usdField('amount').refine((nanos) => nanos > 0n, 'amountPositive'),
  reference: z.string().trim().min(1, 'required').max(200),
  reason: z.string().trim().min(1, 'required').max(500),
})

export const grantCreditAction = formAction(
  grantForm,
  async (actor, { team: teamId, amount_usd: amountNanos, reference, reason }) => {
    const team = await getTeam(actor, teamId)
    const { credit, created } = await grantCredit(actor, { teamId, amountNanos, reference, reason })
    return { team: team.name, amountNanos: credit.amountNanos, created }
  },
  explainRefusal,
)

async function explainRefusal(error: TollgateError): Promise<Record<string, string> | null> {
  const t = await getTranslations('invalid')
  if (error.code === 'not_found') return { team: t('team') }
  const usedFor = error.details?.amount_usd
  if (error.code !== 'conflict' || typeof usedFor !== 'string') return null
  const { negative, text } = formatCharge(parseUsd(usedFor))
  return { reference: t('referenceUsed', { amount: negative ? `−${text}` : text }) }
}
