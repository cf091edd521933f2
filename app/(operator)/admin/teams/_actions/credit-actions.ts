'use server'

import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { grantCredit } from '#lib/portal/credits/grant-credit'
import { reverseCredit } from '#lib/portal/credits/reverse-credit'
import { takeCredit } from '#lib/portal/credits/take-credit'
import type { TollgateError } from '#lib/shared/errors'
import { parseUsd } from '#lib/shared/money'
import { formatCharge } from '../../../../../i18n/format-money'
import { formAction } from '../../../../_auth/form-action'
import { idField, reasonField, usdField } from '../../../../_auth/form-fields'

const creditForm = z.object({
  team: idField('team', 'team'),
  direction: z.enum(['grant', 'take']),
  amount_usd: usdField('amount').refine((nanos) => nanos > 0n, 'amountPositive'),
  reference: z.string().trim().min(1, 'required').max(200),
  reason: reasonField,
})

export const changeCreditAction = formAction(
  creditForm,
  async (actor, { team: teamId, direction, amount_usd: amountNanos, reference, reason }) => {
    const post = direction === 'grant' ? grantCredit : takeCredit
    const { credit, created } = await post(actor, { teamId, amountNanos, reference, reason })
    return { amountNanos: credit.amountNanos, created }
  },
  explainRefusal,
)

async function explainRefusal(error: TollgateError): Promise<Record<string, string> | null> {
  const t = await getTranslations()
  if (error.code === 'not_found') return { amount_usd: t('invalid.team') }
  if (error.code !== 'conflict') return null
  if (error.param === 'amount_usd') return { amount_usd: t('credit.tooLittle') }
  const usedFor = error.details?.amount_usd
  if (typeof usedFor !== 'string') return null
  const { negative, text } = formatCharge(parseUsd(usedFor))
  return { reference: t('invalid.referenceUsed', { amount: negative ? `−${text}` : text }) }
}

export const reverseCreditAction = formAction(
  z.object({ entry: idField('entry'), reason: reasonField }),
  async (actor, { entry, reason }) => {
    await reverseCredit(actor, { entryId: entry, reason })
    return null
  },
)
