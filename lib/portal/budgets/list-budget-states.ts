import type { Actor } from '#lib/portal/acting/actor'
import { listTeamBudgets, type TeamBudget } from '#lib/portal/budgets/list-team-budgets'

export interface BudgetStanding extends TeamBudget {
  /** Those of the thresholds that the period's spending has reached. */
  reached: number[]
}

/** Every budget of a team as it stands in its current period, the widest scope first. */
export async function listBudgetStates(actor: Actor, teamId: string): Promise<BudgetStanding[]> {
  return (await listTeamBudgets(actor, teamId)).map((budget) => ({ ...budget, reached: thresholdsReached(budget) }))
}

function thresholdsReached({ thresholds, spentNanos, limitNanos }: TeamBudget): number[] {
  return thresholds.filter((percent) => spentNanos > 0n && spentNanos * 100n >= limitNanos * BigInt(percent))
}
