import { z } from 'zod'
import type { BudgetScope } from '#lib/ledger/budgets'
import { type Budget, budgetModes, budgetPeriods, budgetScopes } from '#lib/portal/budgets/budget'
import { amountUsdIn, idOut, showTimeOrNull, timeIn, timeOut, usdOut } from '#lib/portal/management-api/wire/fields'
import { TollgateError } from '#lib/shared/errors'
import { parseId, showId } from '#lib/shared/ids'
import { formatUsd } from '#lib/shared/money'

const modelName = z.string().regex(/^[^\s*]{1,200}$/, 'must be the name of a model')
const onExhausted = z
  .union([z.literal('block'), z.strictObject({ model: modelName })])
  .describe('Refuse ("block"), or plan the request once more with this model')
const thresholds = z.array(z.int().min(1).max(100)).max(10).describe('Percentages at which people are told')

const terms = {
  amount_usd: amountUsdIn,
  period: z.enum(budgetPeriods),
  mode: z.enum(budgetModes).describe('soft only counts and notifies'),
  thresholds,
  on_exhausted: onExhausted,
}

export const budgetIn = z
  .strictObject({
    scope: z.enum(budgetScopes),
    scope_id: z.string().max(256).optional().describe('A user or key id, a tag, a model, or an end user; none for the team itself'),
    ...terms,
    mode: terms.mode.optional(),
    thresholds: thresholds.optional(),
    on_exhausted: onExhausted.optional(),
    per_end_user: z.boolean().optional().describe('Of a team, member or key: each of its end users has the amount'),
  })
  .meta({ id: 'BudgetInput' })

export const budgetPatchIn = z
  .strictObject({
    ...terms,
    increase: z
      .strictObject({ amount_usd: amountUsdIn, until: timeIn })
      .nullable()
      .describe('Added to the amount until a moment, in place of the increase before; null takes it back'),
  })
  .partial()
  .meta({ id: 'BudgetPatch' })

export const budgetOut = z
  .object({
    id: idOut('budget'),
    team_id: idOut('team'),
    scope: z.enum(budgetScopes),
    scope_id: z.string(),
    amount_usd: usdOut,
    limit_usd: usdOut.describe('The amount with its increase: what counts now'),
    period: z.enum(budgetPeriods),
    time_zone: z.string(),
    mode: z.enum(budgetModes),
    thresholds: z.array(z.number().int()),
    on_exhausted: onExhausted,
    per_end_user: z.boolean(),
    end_user: z.string().nullable().describe('Of a budget per end user: who used most; spent and held are theirs'),
    spent_usd: usdOut,
    held_usd: usdOut,
    remaining_usd: usdOut.describe('Below zero where late charges passed the limit'),
    starts_at: timeOut.nullable().describe('Of the current period; null for a total'),
    ends_at: timeOut.nullable(),
    increase: z.object({ amount_usd: usdOut, until: timeOut }).nullable(),
  })
  .meta({ id: 'Budget' })

const idKinds: Partial<Record<BudgetScope, 'team' | 'user' | 'key'>> = { team: 'team', member: 'user', key: 'key' }

/** A scope's id as it is stored; ids that people see are translated. */
export function readScopeId(scope: BudgetScope, shown: string | undefined): string | null {
  const kind = idKinds[scope]
  if (shown === undefined || kind === undefined) return shown ?? null
  const id = parseId(kind, shown)
  if (id !== null) return id
  throw new TollgateError('invalid_request', { param: 'scope_id', message: `scope_id must be an id that begins with ${kind}_.` })
}

export function showScopeId({ scope, scopeId }: Pick<Budget, 'scope' | 'scopeId'>): string {
  const kind = idKinds[scope]
  return kind === undefined ? scopeId : showId(kind, scopeId)
}

/** The model of `on_exhausted`; undefined: not said. */
export function readFallback(value: z.infer<typeof onExhausted> | undefined): string | null | undefined {
  if (value === undefined) return undefined
  return value === 'block' ? null : value.model
}

export function showBudget(budget: Budget): z.infer<typeof budgetOut> {
  const { extraUntil } = budget
  return {
    id: showId('budget', budget.id),
    team_id: showId('team', budget.teamId),
    scope: budget.scope,
    scope_id: showScopeId(budget),
    amount_usd: formatUsd(budget.amountNanos),
    limit_usd: formatUsd(budget.limitNanos),
    period: budget.period,
    time_zone: budget.timeZone,
    mode: budget.mode,
    thresholds: budget.thresholds,
    on_exhausted: budget.onExhaustedModel === null ? 'block' : { model: budget.onExhaustedModel },
    per_end_user: budget.perEndUser,
    end_user: budget.endUser,
    spent_usd: formatUsd(budget.spentNanos),
    held_usd: formatUsd(budget.heldNanos),
    remaining_usd: formatUsd(budget.limitNanos - budget.spentNanos - budget.heldNanos),
    starts_at: showTimeOrNull(budget.startsAt),
    ends_at: showTimeOrNull(budget.endsAt),
    increase: extraUntil === null ? null : { amount_usd: formatUsd(budget.extraNanos), until: extraUntil.toISOString() },
  }
}
