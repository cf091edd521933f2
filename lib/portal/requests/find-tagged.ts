import type { RequestFilters, RequestWindow } from '#lib/portal/requests/request-filters'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { firstIdOf } from '#lib/shared/ids'

/** Ids of a team's requests that carry a tag, newest first. */
export async function findTagged(
  transaction: RoleTransaction,
  { teamId = '', tag, from, to }: RequestFilters & { tag: string },
  { before, limit }: RequestWindow,
): Promise<string[]> {
  let query = transaction
    .selectFrom('usage.request_tags')
    .select('request_id')
    .where('team_id', '=', teamId)
    .where('tag', '=', tag)
    .orderBy('request_id', 'desc')
    .limit(limit)
  if (before !== null) query = query.where('request_id', '<', before)
  if (from) query = query.where('request_id', '>=', firstIdOf(from))
  if (to) query = query.where('request_id', '<', firstIdOf(to))
  return (await query.execute()).map((row) => row.request_id)
}
