import { sql } from 'kysely'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/** Opens a new team's credit account at zero. */
export async function openTeam(transaction: RoleTransaction, teamId: string): Promise<void> {
  await sql`select ledger.open_team(${teamId})`.execute(transaction)
}
