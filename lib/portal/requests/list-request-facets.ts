import type { Actor } from '#lib/portal/acting/actor'
import { reading } from '#lib/portal/acting/run-verb'
import { labelOf, sharedNames } from '#lib/portal/keys/tell-apart'

/** What a team's requests can be narrowed by. */
export interface RequestFacets {
  /** Newest first, the deleted and the playgrounds' among them, for they have requests too. */
  keys: { id: string; name: string; label: string; kind: 'inference' | 'playground'; isDeleted: boolean }[]
  models: string[]
}

const mostKeys = 200
const dayMs = 86_400_000

/** The team's keys, and the models that it has called. */
export function listRequestFacets(actor: Actor, teamId: string, now = new Date()): Promise<RequestFacets> {
  return reading(actor, 'request.read', teamId, async (transaction) => {
    const keys = await transaction
      .selectFrom('core.api_keys')
      .select(['id', 'name', 'display', 'kind', 'status'])
      .where('team_id', '=', teamId)
      .orderBy('id', 'desc')
      .limit(mostKeys)
      .execute()
    // The hourly sums lag a little behind; the last day's roll-ups do not.
    const called = await transaction
      .selectFrom('usage.key_hours')
      .select('model')
      .where('team_id', '=', teamId)
      .union(
        transaction
          .selectFrom('usage.rollups')
          .select('model')
          .where('team_id', '=', teamId)
          .where('quarter', '>=', new Date(now.getTime() - dayMs)),
      )
      .orderBy('model')
      .execute()
    const shared = sharedNames(keys)
    return {
      keys: keys.map(({ id, kind, name, display, status }) => ({
        id,
        name,
        label: labelOf({ name, display }, shared.has(name)),
        kind: kind === 'playground' ? 'playground' : 'inference',
        isDeleted: status === 'deleted',
      })),
      models: called.map(({ model }) => model),
    }
  })
}
