import { sql } from 'kysely'
import type { RoleTransaction } from '#lib/shared/database/as-role'

export type BudgetScope = 'team' | 'member' | 'key' | 'tag' | 'model'
export type BudgetPeriod = 'day' | 'week' | 'month' | 'total'

export interface BudgetInput {
  id: string
  teamId: string
  scope: BudgetScope
  /** The team, user or key id, the tag, or the model's name. */
  scopeId: string
  amountNanos: bigint
  period: BudgetPeriod
  timeZone: string
}

/** A budget with what its current period has spent and holds. */
export interface BudgetState {
  id: string
  scope: BudgetScope
  scope_id: string
  amount_nanos: bigint
  period: BudgetPeriod
  time_zone: string
  spent_nanos: bigint
  held_nanos: bigint
}

/** Makes a budget, or changes the amount of the one with that id; counts from the next admission. */
export async function setBudget(transaction: RoleTransaction, budget: BudgetInput): Promise<void> {
  await sql`
    select ledger.set_budget(${budget.id}, ${budget.teamId}, ${budget.scope}, ${budget.scopeId}, ${budget.amountNanos.toString()}, ${budget.period}, ${budget.timeZone})
  `.execute(transaction)
}

/** Takes a budget out of admission; what it counted stays. */
export async function endBudget(transaction: RoleTransaction, budgetId: string): Promise<void> {
  await sql`select ledger.end_budget(${budgetId})`.execute(transaction)
}

/** The budgets of a team that are in force. */
export async function listBudgets(transaction: RoleTransaction, teamId: string): Promise<BudgetState[]> {
  const { rows } = await sql<BudgetState>`
    select id, scope, scope_id, amount_nanos, period, time_zone, spent_nanos, held_nanos from ledger.budgets_of(${teamId})
  `.execute(transaction)
  return rows
}
