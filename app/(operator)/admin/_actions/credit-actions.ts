'use server'

import { z } from 'zod'
import { grantCredit } from '#lib/portal/credits/grant-credit'
import { getTeam } from '#lib/portal/teams/get-team'
import { formAction } from '../../../_auth/form-action'
import { idField, usdField } from '../../../_auth/form-fields'

const grantForm = z.object({
  team: idField('team'),
  amount_usd: usdField('amount'),
  reference: z.string().trim().min(1, 'required').max(200),
  reason: z.string().trim().min(1, 'required').max(500),
})

export const grantCreditAction = formAction(grantForm, async (actor, { team: teamId, amount_usd: amountNanos, reference, reason }) => {
  const team = await getTeam(actor, teamId)
  const { credit, created } = await grantCredit(actor, { teamId, amountNanos, reference, reason })
  return { team: team.name, amountNanos: credit.amountNanos, created }
})
