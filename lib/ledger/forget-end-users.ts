import { sql } from 'kysely'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/** Ended periods of end users count again where a budget is given a longer period: a month at least. */
const keep = '35 days'

/** Teams that have or had budgets per end user. */
export async function teamsWithEndUsers(transaction: RoleTransaction): Promise<string[]> {
  const { rows } = await sql<{ team_id: string }>`select t as team_id from ledger.teams_with_end_users() t`.execute(transaction)
  return rows.map(({ team_id }) => team_id)
}

/** Deletes up to so many rows of end users that nobody needs any more; answers how many. */
export async function forgetEndUsers(transaction: RoleTransaction, teamId: string, limit: number): Promise<number> {
  const { rows } = await sql<{ gone: number }>`select ledger.forget_end_users(${teamId}, ${keep}, ${limit}) as gone`.execute(transaction)
  return rows[0]?.gone ?? 0
}

/** Deletes which percents were noticed of periods that are over; answers how many. */
export async function forgetCrossings(transaction: RoleTransaction): Promise<number> {
  const { rows } = await sql<{ gone: number }>`select ledger.forget_crossings(${keep}) as gone`.execute(transaction)
  return rows[0]?.gone ?? 0
}
