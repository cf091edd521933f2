import type { KeyBudget } from '#lib/portal/keys/api-key'
import { TollgateError } from '#lib/shared/errors'

const tagPattern = /^[\p{L}\p{N}][\p{L}\p{N}_.:/-]{0,63}$/u
const maxTags = 20

/** Distinct tags of 1 to 64 letters, digits or `_ . : / -`. */
export function requireTags(tags: readonly string[]): string[] {
  const distinct = [...new Set(tags)]
  if (distinct.length > maxTags || distinct.some((tag) => !tagPattern.test(tag))) {
    throw new TollgateError('invalid_request', {
      param: 'policy.tags',
      message: `policy.tags holds at most ${maxTags} tags of 1 to 64 letters, digits or _ . : / -`,
    })
  }
  return distinct
}

/** At most one budget per period; an amount may be zero, which refuses everything. */
export function requireBudgets(budgets: readonly KeyBudget[]): readonly KeyBudget[] {
  const periods = new Set(budgets.map((budget) => budget.period))
  if (periods.size !== budgets.length || budgets.some((budget) => budget.amountNanos < 0n)) {
    throw new TollgateError('invalid_request', {
      param: 'policy.budgets',
      message: 'policy.budgets holds at most one budget per period, none of a negative amount.',
    })
  }
  return budgets
}
