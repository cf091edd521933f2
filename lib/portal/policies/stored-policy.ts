import type { BudgetState } from '#lib/ledger/budgets'
import type { AuditValue } from '#lib/portal/acting/write-audit'
import { type BudgetOwner, budgetsOf, type EndUserBudget, endUserBudgetsOf } from '#lib/portal/policies/policy-budgets'
import type { Json } from '#lib/shared/database/types'
import { TollgateError } from '#lib/shared/errors'
import { formatUsd, parseUsd } from '#lib/shared/money'
import { describeIssues, plainIssue } from '#lib/shared/plain-issues'
import { type PolicyPatch, policyPatchSchema } from '#lib/shared/policy/patch-policy'
import { type PolicyDocument, policySchema } from '#lib/shared/policy/policy-document'

/** A document as people know it: what is stored, with the owner's budgets in their places. */
export function assemblePolicy(stored: Json, budgets: readonly BudgetState[], owner: BudgetOwner): PolicyDocument {
  const { end_users: endUsers, ...rest } = policySchema.parse(stored)
  const own = budgetsOf(budgets, owner)
  const perEndUser = endUserBudgetsOf(budgets, owner)
  return {
    ...rest,
    ...(own.length > 0 ? { budgets: own } : {}),
    ...(endUsers || perEndUser.length > 0 ? { end_users: { ...endUsers, ...(perEndUser.length > 0 ? { budgets: perEndUser } : {}) } } : {}),
  }
}

/** The part of a document that its own row keeps: budgets are the ledger's. */
export function storedPart({ budgets: _budgets, end_users: endUsers = {}, ...rest }: PolicyDocument): string {
  const { budgets: _endUserBudgets, ...ofEndUsers } = endUsers
  return JSON.stringify({ ...rest, ...(Object.keys(ofEndUsers).length > 0 ? { end_users: ofEndUsers } : {}) })
}

/** @throws TollgateError `invalid_request` that names the member at fault */
export function requirePolicyPatch(patch: PolicyPatch): PolicyPatch {
  const parsed = policyPatchSchema.safeParse(patch, { error: plainIssue })
  if (parsed.success) {
    const { tags } = parsed.data
    return tags ? { ...parsed.data, tags: [...new Set(tags)] } : parsed.data
  }
  const [first] = describeIssues(parsed.error.issues, ['policy'])
  const { field: param, problem } = first ?? { field: 'policy', problem: 'is not valid' }
  throw new TollgateError('invalid_request', { param, message: `${param} ${problem}.` })
}

/** Whether a change touches what only administrators set: labels that budgets count by, and budgets. */
export function governs(patch: PolicyPatch, before: PolicyDocument): boolean {
  if (patch.tags !== undefined || patch.budgets !== undefined) return true
  return patch.end_users !== undefined && budgetText(patch.end_users?.budgets) !== budgetText(before.end_users?.budgets)
}

/** One text for one set of terms: an amount is the same with fewer decimals. */
function budgetText(budgets: readonly EndUserBudget[] = []): string {
  return JSON.stringify(budgets.map((budget) => ({ ...budget, amount_usd: formatUsd(parseUsd(budget.amount_usd)) })))
}

/** The members that differ, as the audit log keeps them. */
export function changedMembers(before: PolicyDocument, after: PolicyDocument) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof PolicyDocument)[]
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
  const pick = (policy: PolicyDocument) =>
    Object.fromEntries(changed.map((name) => [name, (policy[name] ?? null) as AuditValue])) as Record<string, AuditValue>
  return { count: changed.length, before: pick(before), after: pick(after) }
}
