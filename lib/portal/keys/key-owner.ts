import { type RawBuilder, sql } from 'kysely'

/** The member a new key counts for: its maker, unless an operator who is not of the team. */
export function ownerIn(teamId: string, userId: string): RawBuilder<string | null> {
  return sql<string | null>`(select user_id from core.memberships where team_id = ${teamId} and user_id = ${userId})`
}
