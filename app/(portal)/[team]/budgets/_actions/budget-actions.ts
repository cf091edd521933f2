'use server'

import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { budgetModes, budgetPeriods, budgetScopes } from '#lib/portal/budgets/budget'
import { changeBudget } from '#lib/portal/budgets/change-budget'
import { createBudget } from '#lib/portal/budgets/create-budget'
import { endBudget } from '#lib/portal/budgets/end-budget'
import { getBudget } from '#lib/portal/budgets/get-budget'
import { getTeam } from '#lib/portal/teams/get-team'
import { TollgateError } from '#lib/shared/errors'
import { parseId } from '#lib/shared/ids'
import { formAction } from '../../../../_auth/form-action'
import { idField, usdField } from '../../../../_auth/form-fields'
import { addDays, readDay, startOfDay } from '../../../../_period/zone-days'

const oneBudget = z.object({ budget: idField('budget') })

const thresholds = z.string().transform((text, context) => {
  const percents = text
    .split(/[,，、\s]+/)
    .filter((part) => part !== '')
    .map((part) => Number(part.replace(/%$/, '')))
  if (percents.length <= 10 && percents.every((percent) => Number.isInteger(percent) && percent >= 1 && percent <= 100)) return percents
  context.addIssue({ code: 'custom', message: 'thresholds' })
  return z.NEVER
})
const fallback = z
  .string()
  .trim()
  .regex(/^[^\s*]{0,200}$/, 'value')
  .transform((name) => name || null)
const terms = {
  amount: usdField('amount').refine((nanos) => nanos >= 0n, 'amount'),
  mode: z.enum(budgetModes),
  thresholds,
  model: fallback.optional(),
}

export const createBudgetAction = formAction(
  z
    .object({
      team: idField('team'),
      scope: z.enum(budgetScopes),
      scope_id: z.string().optional(),
      period: z.enum(budgetPeriods),
      ...terms,
    })
    .refine(({ scope, scope_id: of }) => scope === 'team' || (of ?? '').trim() !== '', { path: ['scope_id'], message: 'required' }),
  async (actor, { team, scope, scope_id: shown, period, amount, mode, thresholds: percents, model }) => {
    await createBudget(actor, {
      teamId: team,
      scope,
      scopeId: scopeIdOf(scope, shown),
      amountNanos: amount,
      period,
      mode,
      thresholds: percents,
      onExhaustedModel: model ?? null,
    })
    return null
  },
  explainBudget,
)

export const changeBudgetAction = formAction(
  oneBudget.extend(terms),
  async (actor, { budget, amount, mode, thresholds: percents, model }) => {
    await changeBudget(actor, { budgetId: budget, amountNanos: amount, mode, thresholds: percents, onExhaustedModel: model ?? null })
    return null
  },
  explainBudget,
)

const raising = oneBudget.extend({
  by: usdField('amount').refine((nanos) => nanos > 0n, 'amountPositive'),
  until: z.string().refine((text) => readDay(text) !== null, 'day'),
})

export const raiseBudgetAction = formAction(
  raising,
  async (actor, { budget, by, until }) => {
    const { teamId } = await getBudget(actor, budget)
    const { timeZone } = await getTeam(actor, teamId)
    await changeBudget(actor, { budgetId: budget, increase: { amountNanos: by, until: startOfDay(addDays(until, 1), timeZone) } })
    return null
  },
  explainBudget,
)

export const lowerBudgetAction = formAction(oneBudget, async (actor, { budget }) => {
  await changeBudget(actor, { budgetId: budget, increase: null })
  return null
})

export const endBudgetAction = formAction(oneBudget, async (actor, { budget }) => {
  await endBudget(actor, budget)
  return null
})

function scopeIdOf(scope: (typeof budgetScopes)[number], shown: string | undefined): string | null {
  if (scope === 'key' || scope === 'member') return parseId(scope === 'key' ? 'key' : 'user', shown ?? '')
  return scope === 'team' ? null : (shown?.trim() ?? null)
}

/** Words for the refusals that the form's own check cannot foresee. */
async function explainBudget(error: TollgateError): Promise<Record<string, string> | null> {
  const t = await getTranslations('invalid')
  if (error.code === 'conflict') return { amount: t('budgetTwice') }
  if (error.param === 'scope_id') return { scope_id: t('scopeUnknown') }
  return error.param === 'increase.until' ? { until: t('untilPast') } : null
}
