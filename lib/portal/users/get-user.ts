import type { Actor } from '#lib/portal/acting/actor'
import { type TeamRole, teamRoles } from '#lib/portal/acting/permissions'
import { reading } from '#lib/portal/acting/run-verb'
import { toUser, type User, userColumns } from '#lib/portal/users/user'
import { TollgateError } from '#lib/shared/errors'

export interface UserDetail extends User {
  teams: { id: string; name: string; status: string; role: TeamRole; joinedAt: Date }[]
  lastActAt: Date | null
}

/** One person with the teams they belong to. */
export function getUser(actor: Actor, userId: string): Promise<UserDetail> {
  return reading(actor, 'user.read', null, async (transaction) => {
    const row = await transaction.selectFrom('core.users').select(userColumns).where('id', '=', userId).executeTakeFirst()
    if (!row) throw new TollgateError('not_found')
    const teams = await transaction
      .selectFrom('core.memberships as m')
      .innerJoin('core.teams as t', 't.id', 'm.team_id')
      .select(['t.id', 't.name', 't.status', 'm.role', 'm.created_at'])
      .where('m.user_id', '=', userId)
      .orderBy('m.created_at')
      .execute()
    const lastAct = await transaction
      .selectFrom('core.audit_log')
      .select('created_at')
      .where('actor_id', '=', userId)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()
    return {
      ...toUser(row),
      teams: teams.map((team) => ({
        id: team.id,
        name: team.name,
        status: team.status,
        role: teamRoles.find((role) => role === team.role) ?? 'viewer',
        joinedAt: team.created_at,
      })),
      lastActAt: lastAct?.created_at ?? null,
    }
  })
}
