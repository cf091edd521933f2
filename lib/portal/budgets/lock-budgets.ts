import { sql } from 'kysely'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/** Until the transaction ends nobody else makes, changes or ends a budget of the team; admissions go on. */
export async function lockBudgets(transaction: RoleTransaction, teamId: string): Promise<void> {
  await sql`select core.lock_budgets(${teamId})`.execute(transaction)
}
