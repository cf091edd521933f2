import { sql } from 'kysely'
import type { BudgetMode, BudgetPeriod, BudgetScope } from '#lib/ledger/budgets'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/** A percent of its amount that a budget has newly reached in one period; the highest where it passed several at once. */
export interface BudgetCrossing {
  budget_id: string
  team_id: string
  scope: BudgetScope
  scope_id: string
  /** Whose use it is, of a budget per end user. */
  end_user: string | null
  mode: BudgetMode
  period: BudgetPeriod
  /** Null for the one period of a total. */
  starts_at: Date | null
  ends_at: Date | null
  limit_nanos: bigint
  spent_nanos: bigint
  percent: number
}

/** A day and an hour: enough for a scheduler that comes once a day. */
const lookBack = '25 hours'
/** At a time: of one team, and in all. */
const perTeam = 50
const atOnce = 500

/**
 * Takes note of some of what budgets have reached, of every team in turn, so that no other process does: whoever is answered
 * a crossing must tell of it.
 */
export async function takeCrossings(transaction: RoleTransaction): Promise<BudgetCrossing[]> {
  const { rows } = await sql<BudgetCrossing>`select * from ledger.take_crossings(${lookBack}, ${perTeam}, ${atOnce})`.execute(transaction)
  return rows
}
