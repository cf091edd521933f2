import { sql } from 'kysely'
import type { RoleTransaction } from '#lib/shared/database/as-role'

export type BudgetScope = 'team' | 'member' | 'key' | 'tag' | 'model' | 'end_user'
export type BudgetPeriod = 'day' | 'week' | 'month' | 'quarter' | 'total'
/** A soft budget counts and gives notice; it never refuses. */
export type BudgetMode = 'hard' | 'soft'

export interface BudgetInput {
  id: string
  teamId: string
  scope: BudgetScope
  /** The team, user or key id, the tag, the model's name, or the end user. */
  scopeId: string
  amountNanos: bigint
  period: BudgetPeriod
  timeZone: string
  /** `hard` for a new budget; left out: as it is. So are the next two. */
  mode?: BudgetMode
  /** Percents of the amount that give notice; 50, 80 and 100 for a new budget, none for one per end user. */
  thresholds?: readonly number[]
  /** The model a refused request is planned with once more; null: it is refused. */
  onExhaustedModel?: string | null
  /** The amount is for each end user of the team, member or key separately. Fixed when the budget is made. */
  perEndUser?: boolean
}

/** A budget with what its current period has spent and holds. */
export interface BudgetState {
  id: string
  scope: BudgetScope
  scope_id: string
  amount_nanos: bigint
  period: BudgetPeriod
  time_zone: string
  /** Null for the one period of a total. */
  starts_at: Date | null
  ends_at: Date | null
  /** Of a budget per end user: what `end_user`, who used most, has used. */
  spent_nanos: bigint
  held_nanos: bigint
  mode: BudgetMode
  thresholds: number[]
  on_exhausted_model: string | null
  per_end_user: boolean
  end_user: string | null
  /** The amount with what was added for a time: what counts now. */
  limit_nanos: bigint
  extra_nanos: bigint
  extra_until: Date | null
}

/**
 * Makes a budget, or changes the one with that id; counts from the next admission. A changed time zone counts from the next
 * period; a changed period counts at once, with what finer periods of the budget have spent since its start.
 */
export async function setBudget(transaction: RoleTransaction, budget: BudgetInput): Promise<void> {
  const thresholds = budget.thresholds === undefined ? null : [...budget.thresholds]
  const fallback = budget.onExhaustedModel === undefined ? null : (budget.onExhaustedModel ?? '')
  await sql`
    select ledger.set_budget(${budget.id}, ${budget.teamId}, ${budget.scope}, ${budget.scopeId}, ${budget.amountNanos.toString()}, ${budget.period}, ${budget.timeZone},
      ${budget.mode ?? null}, ${thresholds}, ${fallback}, ${budget.perEndUser ?? false})
  `.execute(transaction)
}

/** Adds to a budget's amount until a moment, in place of what was added before; zero takes it back. */
export async function raiseBudget(transaction: RoleTransaction, budgetId: string, extraNanos: bigint, until: Date): Promise<void> {
  await sql`select ledger.raise_budget(${budgetId}, ${extraNanos.toString()}, ${until})`.execute(transaction)
}

/** Takes a budget out of admission; what it counted stays. */
export async function endBudget(transaction: RoleTransaction, budgetId: string): Promise<void> {
  await sql`select ledger.end_budget(${budgetId})`.execute(transaction)
}

/** The budgets of a team that are in force. */
export async function listBudgets(transaction: RoleTransaction, teamId: string): Promise<BudgetState[]> {
  const { rows } = await sql<BudgetState>`select * from ledger.budgets_of(${teamId})`.execute(transaction)
  return rows
}

/** What one end user has used of a budget per end user. */
export interface BudgetSubject {
  end_user: string
  spent_nanos: bigint
  held_nanos: bigint
}

/** The end users of a budget per end user in its current period, those who used most first. */
export async function listBudgetSubjects(
  transaction: RoleTransaction,
  teamId: string,
  budgetId: string,
  limit: number,
): Promise<BudgetSubject[]> {
  const { rows } = await sql<BudgetSubject>`select * from ledger.budget_subjects(${teamId}, ${budgetId}, ${limit})`.execute(transaction)
  return rows
}
