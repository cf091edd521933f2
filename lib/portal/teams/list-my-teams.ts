import type { UserActor } from '#lib/portal/acting/actor'
import { teamRoles } from '#lib/portal/acting/permissions'
import { readingOwn } from '#lib/portal/acting/run-verb'
import { type MyTeam, toTeam } from '#lib/portal/teams/team'

/** The teams a signed-in person belongs to, oldest first; a disabled person has none. */
export function listMyTeams(actor: UserActor): Promise<MyTeam[]> {
  return readingOwn(actor, async (transaction, userId) => {
    const rows = await transaction
      .selectFrom('core.teams as t')
      .innerJoin('core.memberships as m', 'm.team_id', 't.id')
      .select(['t.id', 't.name', 't.status', 't.customer_group', 't.time_zone', 't.created_at', 'm.role'])
      .where('m.user_id', '=', userId)
      .orderBy('t.id')
      .execute()
    return rows.map((row) => ({ ...toTeam(row), role: teamRoles.find((role) => role === row.role) ?? 'viewer' }))
  })
}
