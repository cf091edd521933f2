import { type BudgetState, endBudget, listBudgets, setBudget } from '#lib/ledger/budgets'
import { lockBudgets } from '#lib/portal/budgets/lock-budgets'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { newId } from '#lib/shared/ids'
import { formatUsd, parseUsd } from '#lib/shared/money'
import type { PolicyBudget, PolicyDocument, PolicyLevelName } from '#lib/shared/policy/policy-document'

/** Whose budgets a policy document speaks of. */
export interface BudgetOwner {
  teamId: string
  scope: PolicyLevelName
  /** Of the team, the user or the key. */
  id: string
}

type EndUserBudget = NonNullable<NonNullable<PolicyDocument['end_users']>['budgets']>[number]

export const usualThresholds = [50, 80, 100]

function belongsTo(budget: BudgetState, owner: BudgetOwner): boolean {
  return budget.scope === owner.scope && budget.scope_id === owner.id
}

export function budgetsOf(budgets: readonly BudgetState[], owner: BudgetOwner): Required<PolicyBudget>[] {
  return budgets
    .filter((budget) => belongsTo(budget, owner) && !budget.per_end_user)
    .map((budget) => ({
      amount_usd: formatUsd(budget.amount_nanos),
      period: budget.period,
      mode: budget.mode,
      thresholds: budget.thresholds,
      on_exhausted: budget.on_exhausted_model === null ? 'block' : { model: budget.on_exhausted_model },
    }))
}

export function endUserBudgetsOf(budgets: readonly BudgetState[], owner: BudgetOwner): EndUserBudget[] {
  return budgets
    .filter((budget) => belongsTo(budget, owner) && budget.per_end_user)
    .map((budget) => ({ amount_usd: formatUsd(budget.amount_nanos), period: budget.period }))
}

/** Makes these the budgets of an owner. One that stays, or only changes its mode, keeps what it has counted. */
export async function replaceBudgets(transaction: RoleTransaction, owner: BudgetOwner, wanted: readonly PolicyBudget[]): Promise<void> {
  await replace(transaction, owner, wanted, false)
}

/** The same of those that count each end user separately. */
export async function replaceEndUserBudgets(
  transaction: RoleTransaction,
  owner: BudgetOwner,
  wanted: readonly EndUserBudget[],
): Promise<void> {
  await replace(transaction, owner, wanted, true)
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
    const rest = perEndUser ? { perEndUser } : termsOf(want)
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
