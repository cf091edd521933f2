import type { Actor } from '#lib/portal/acting/actor'
import { type TeamRole, teamRoles } from '#lib/portal/acting/permissions'
import { reading } from '#lib/portal/acting/run-verb'

export interface TeamPerson {
  userId: string
  email: string
  role: TeamRole
  disabled: boolean
  joinedAt: Date
}

/** Who is in a team, for operators, who need not belong to it. */
export function listTeamPeople(actor: Actor, teamId: string): Promise<TeamPerson[]> {
  return reading(actor, 'user.read', null, async (transaction) => {
    const rows = await transaction
      .selectFrom('core.memberships as m')
      .innerJoin('core.users as u', 'u.id', 'm.user_id')
      .select(['u.id', 'u.email', 'u.disabled_at', 'm.role', 'm.created_at'])
      .where('m.team_id', '=', teamId)
      .orderBy('m.created_at')
      .execute()
    return rows.map((row) => ({
      userId: row.id,
      email: row.email,
      role: teamRoles.find((role) => role === row.role) ?? 'viewer',
      disabled: row.disabled_at !== null,
      joinedAt: row.created_at,
    }))
  })
}
