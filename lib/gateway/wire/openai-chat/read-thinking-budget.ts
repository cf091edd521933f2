import { scanTopLevel } from '#lib/gateway/wire/scan-top-level'
import { TollgateError } from '#lib/shared/errors'

/** A number of output tokens that the client allows for thinking, and the field it stands in. */
export interface ThinkingBudget {
  tokens: number
  param: string
}

const budgetNames = [
  { field: 'reasoning', name: 'max_tokens' },
  { field: 'thinking', name: 'budget_tokens' },
] as const
const mostTokens = 2 ** 31 - 1

/**
 * The larger of OpenRouter's `reasoning.max_tokens` and Anthropic's `thinking.budget_tokens`; null where neither is given.
 * @throws TollgateError with status 400 for one that is no count, or that comes twice.
 */
export function readThinkingBudget(fields: Record<string, unknown>, bytesOf: (field: string) => Buffer | null): ThinkingBudget | null {
  let budget: ThinkingBudget | null = null
  for (const { field, name } of budgetNames) {
    const options = fields[field]
    if (typeof options !== 'object' || options === null) continue
    const param = `${field}.${name}`
    const bytes = bytesOf(field)
    if (bytes && scanTopLevel(bytes, new Set([name]))?.ambiguous != null)
      throw new TollgateError('duplicate_field', { param, message: `"${param}" appears more than once, or in another spelling.` })
    const tokens = (options as Record<string, unknown>)[name]
    if (tokens === undefined || tokens === null) continue
    if (typeof tokens !== 'number' || !Number.isInteger(tokens) || tokens < 0 || tokens > mostTokens)
      throw new TollgateError('invalid_request', { param, message: `"${param}" must be an integer from 0 to ${mostTokens}.` })
    if (!budget || tokens > budget.tokens) budget = { tokens, param }
  }
  return budget
}
