import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { reading } from '#lib/portal/acting/run-verb'
import { labelOf, sharedNames } from '#lib/portal/keys/tell-apart'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/** What a team's requests can be narrowed by. */
export interface RequestFacets {
  /** Newest first, the deleted and the playgrounds' among them, for they have requests too. */
  keys: { id: string; name: string; label: string; kind: 'inference' | 'playground'; isDeleted: boolean }[]
  models: string[]
  /** What the latest requests said of themselves. */
  clients: string[]
  endUsers: string[]
  tags: string[]
}

/** So many of the latest requests are looked at for tools, end users and tags. */
const latest = 2_000
const mostValues = 100

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
      ...(await listContexts(transaction, teamId)),
    }
  })
}

async function listContexts(transaction: RoleTransaction, teamId: string): Promise<Pick<RequestFacets, 'clients' | 'endUsers' | 'tags'>> {
  const { rows } = await sql<{ clients: string[] | null; end_users: string[] | null; tags: string[] | null }>`
    with latest as materialized (
      select client, end_user, tags from usage.requests where team_id = ${teamId} order by id desc limit ${latest}
    )
    select (select array_agg(distinct client) from latest) as clients,
      (select array_agg(distinct end_user) from latest where end_user is not null) as end_users,
      (select array_agg(distinct tag) from latest cross join lateral unnest(tags) as t(tag)) as tags
  `.execute(transaction)
  const [found] = rows
  const sorted = (values: readonly (string | null)[] | null | undefined) =>
    (values ?? [])
      .filter((value) => value !== null)
      .toSorted()
      .slice(0, mostValues)
  return { clients: sorted(found?.clients), endUsers: sorted(found?.end_users), tags: sorted(found?.tags) }
}
