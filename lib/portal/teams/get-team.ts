import type { Actor } from '#lib/portal/acting/actor'
import { reading } from '#lib/portal/acting/run-verb'
import { type Team, teamColumns, toTeam } from '#lib/portal/teams/team'

/** @throws TollgateError `not_found`, also for a team the actor does not belong to */
export function getTeam(actor: Actor, teamId: string): Promise<Team> {
  return reading(actor, 'team.read', teamId, async (transaction) =>
    toTeam(await transaction.selectFrom('core.teams').select(teamColumns).where('id', '=', teamId).executeTakeFirstOrThrow()),
  )
}
