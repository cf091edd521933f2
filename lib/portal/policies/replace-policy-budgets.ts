import { type BudgetState, endBudget, listBudgets, setBudget } from '#lib/ledger/budgets'
import { lockBudgets } from '#lib/portal/budgets/lock-budgets'
import { belongsTo, type BudgetOwner, type EndUserBudget } from '#lib/portal/policies/policy-budgets'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { newId } from '#lib/shared/ids'
import { parseUsd } from '#lib/shared/money'
import type { PolicyPatch } from '#lib/shared/policy/patch-policy'
import { type PolicyBudget, type PolicyDocument, usualThresholds } from '#lib/shared/policy/policy-document'

/**
 * Brings the ledger's budgets of an owner to what a changed document says; members that the change does not name are left
 * alone. A budget that stays, or only changes its mode, keeps what it has counted.
 */
export async function replacePolicyBudgets(
  transaction: RoleTransaction,
  owner: BudgetOwner,
  patch: PolicyPatch,
  wanted: PolicyDocument,
): Promise<void> {
  if (patch.budgets !== undefined) await replace(transaction, owner, wanted.budgets ?? [], false)
  if (patch.end_users !== undefined) await replace(transaction, owner, wanted.end_users?.budgets ?? [], true)
}

async function replace(
  transaction: RoleTransaction,
  owner: BudgetOwner,
  wanted: readonly (PolicyBudget | EndUserBudget)[],
  perEndUser: boolean,
): Promise<void> {
  await lockBudgets(transaction, owner.teamId)
  const { time_zone: timeZone } = await transaction
    .selectFrom('core.teams')
    .select('time_zone')
    .where('id', '=', owner.teamId)
    .executeTakeFirstOrThrow()
  const present = (await listBudgets(transaction, owner.teamId)).filter(
    (budget) => belongsTo(budget, owner) && budget.per_end_user === perEndUser,
  )
  const plans = pairUp(present, wanted)
  for (const budget of present) if (!plans.some(({ kept }) => kept === budget)) await endBudget(transaction, budget.id)
  for (const { want, kept } of plans) {
    const rest = perEndUser ? { perEndUser, mode: want.mode ?? 'hard' } : termsOf(want)
    await setBudget(transaction, {
      id: kept?.id ?? newId(),
      teamId: owner.teamId,
      scope: owner.scope,
      scopeId: owner.id,
      amountNanos: parseUsd(want.amount_usd),
      period: want.period,
      timeZone: kept?.time_zone ?? timeZone,
      ...rest,
    })
  }
}

function termsOf(want: PolicyBudget) {
  return {
    mode: want.mode ?? 'hard',
    thresholds: want.thresholds ?? usualThresholds,
    onExhaustedModel: typeof want.on_exhausted === 'object' ? want.on_exhausted.model : null,
  } as const
}

interface Plan {
  want: PolicyBudget
  kept: BudgetState | undefined
}

/** First those of the same period and mode, then those of the same period. */
function pairUp(present: readonly BudgetState[], wanted: readonly PolicyBudget[]): Plan[] {
  const left = new Set(present)
  const take = (fits: (budget: BudgetState) => boolean) => {
    const found = [...left].find(fits)
    if (found) left.delete(found)
    return found
  }
  const exact = wanted.map((want) => ({
    want,
    kept: take((budget) => budget.period === want.period && budget.mode === (want.mode ?? 'hard')),
  }))
  return exact.map(({ want, kept }) => ({ want, kept: kept ?? take((budget) => budget.period === want.period) }))
}
