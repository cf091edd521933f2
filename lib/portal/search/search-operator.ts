import type { UserActor } from '#lib/portal/acting/actor'
import { containsPattern } from '#lib/portal/acting/check-text'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { listModels } from '#lib/portal/models/list-models'
import { listTeams } from '#lib/portal/teams/list-teams'
import { asPortal } from '#lib/shared/database/as-role'

export interface OperatorFindings {
  teams: { id: string; name: string }[]
  users: { id: string; email: string }[]
  models: string[]
}

const shown = 6

/**
 * What an operator may open from any page of their area, by part of its name.
 * @throws TollgateError `forbidden` for everyone else
 */
export async function searchOperator(actor: UserActor, { search }: { search: string }): Promise<OperatorFindings> {
  const [teams, users, models] = await Promise.all([
    listTeams(actor, { search, limit: shown }),
    asPortal(async (transaction) => {
      await requirePermission(transaction, actor, 'team.list', null)
      return transaction
        .selectFrom('core.users')
        .select(['id', 'email'])
        .where('email', 'ilike', containsPattern(search))
        .orderBy('email')
        .limit(shown)
        .execute()
    }),
    listModels(actor, { search, limit: shown }),
  ])
  return {
    teams: teams.items.map(({ id, name }) => ({ id, name })),
    users,
    models: models.items.map((model) => model.name),
  }
}
