import type { UserActor } from '#lib/portal/acting/actor'
import { containsPattern } from '#lib/portal/acting/check-text'
import { reading } from '#lib/portal/acting/run-verb'
import { listModels } from '#lib/portal/models/list-models'
import { listMyTeams } from '#lib/portal/teams/list-my-teams'

export interface TeamFindings {
  keys: { id: string; name: string; display: string }[]
  /** Names of models the team may call. */
  models: string[]
  /** The reader's own teams. */
  teams: { id: string; name: string }[]
}

/** As many of a kind as are read at a glance. */
const shown = 6

/**
 * What a member may open from any page of a team, by part of its name.
 * @throws TollgateError `not_found` for a team that is not theirs
 */
export async function searchTeam(actor: UserActor, { teamId, search }: { teamId: string; search: string }): Promise<TeamFindings> {
  const pattern = containsPattern(search)
  const wanted = search.toLowerCase()
  const [keys, models, teams] = await Promise.all([
    reading(actor, 'key.read', teamId, (transaction) =>
      transaction
        .selectFrom('core.api_keys')
        .select(['id', 'name', 'display'])
        .where('team_id', '=', teamId)
        .where('kind', '=', 'inference')
        .where('status', '<>', 'deleted')
        .where((where) => where.or([where('name', 'ilike', pattern), where('display', 'ilike', pattern)]))
        .orderBy('id', 'desc')
        .limit(shown)
        .execute(),
    ),
    listModels(actor, { teamId, search, limit: shown }),
    listMyTeams(actor),
  ])
  return {
    keys,
    models: models.items.map((model) => model.name),
    teams: teams
      .filter(({ name }) => name.toLowerCase().includes(wanted))
      .slice(0, shown)
      .map(({ id, name }) => ({ id, name })),
  }
}
