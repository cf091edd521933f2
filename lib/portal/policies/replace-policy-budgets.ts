import { type BudgetOwner, replaceBudgets, replaceEndUserBudgets } from '#lib/portal/policies/policy-budgets'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import type { PolicyPatch } from '#lib/shared/policy/patch-policy'
import type { PolicyDocument } from '#lib/shared/policy/policy-document'

/** Brings the ledger's budgets to what a changed document says; members that the change does not name are left alone. */
export async function replacePolicyBudgets(
  transaction: RoleTransaction,
  owner: BudgetOwner,
  patch: PolicyPatch,
  wanted: PolicyDocument,
): Promise<void> {
  if (patch.budgets !== undefined) await replaceBudgets(transaction, owner, wanted.budgets ?? [])
  if (patch.end_users !== undefined) await replaceEndUserBudgets(transaction, owner, wanted.end_users?.budgets ?? [])
}
