import { z } from 'zod'
import { linesField } from '../../../_auth/form-fields'
import { limitMetrics, type LimitMetric } from './policy-values'

export const text = z.string().max(20_000)
const mark = z.literal('on').or(z.literal('')).default('')

/** Rows that the form holds as JSON. */
function rowsOf<Row extends z.ZodType>(row: Row) {
  return text.transform((json, context) => {
    const parsed = z.array(row).max(400).safeParse(readJson(json))
    if (parsed.success) return parsed.data
    context.addIssue({ code: 'custom', message: 'value' })
    return z.NEVER
  })
}

export function readJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

const limitRows = rowsOf(z.object({ of: z.enum(['model', 'method']), name: text, metric: z.enum(limitMetrics), amount: text }))
const budgetRows = rowsOf(z.object({ amount: text, period: text, mode: text, thresholds: text, model: text }))
const endUserBudgetRows = rowsOf(z.object({ amount: text, period: text, mode: text }))

const prefixed = <Prefix extends string>(prefix: Prefix) =>
  Object.fromEntries(limitMetrics.map((metric) => [`${prefix}${metric}`, text])) as Record<`${Prefix}${LimitMetric}`, typeof text>

/** What administrators set is absent from the form of others, and then left as it is. */
export const policyFields = z.object({
  'models.allow': linesField,
  'models.deny': linesField,
  'endpoints.allow': linesField,
  'endpoints.deny': linesField,
  ip_allow: linesField,
  ...prefixed('limits.'),
  ...prefixed('end_users.limits.'),
  'end_users.required': mark,
  'limits.rows': limitRows,
  max_output_tokens: text,
  max_request_usd: text,
  block_after_failures: text,
  'clients.rule': z.enum(['any', 'only', 'except']),
  'clients.tools': text,
  aliases: linesField,
  defaults: linesField,
  'log.metadata': mark,
  'log.end_user': mark,
  'log.address': mark,
  tags: text.optional(),
  budgets: budgetRows.optional(),
  'end_users.budgets': endUserBudgetRows.optional(),
})
export type PolicyFormFields = z.infer<typeof policyFields>
