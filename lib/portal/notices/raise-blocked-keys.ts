import { sql } from 'kysely'
import { holdBack, isOverCap } from '#lib/portal/notices/hold-back'
import { raiseNotice } from '#lib/portal/notices/raise-notice'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { showId } from '#lib/shared/ids'

const perTeam = 50
const atOnce = 500

interface BlockedKey {
  id: string
  team_id: string
  name: string
  owner_id: string | null
  block_reason: string | null
  blocked_at: Date
  team_name: string
  dedupe_key: string
}

/** Blocked by hand or by the gateway after too many failures: either way its owner has to hear of it. Answers how many were new. */
export async function raiseBlockedKeys(transaction: RoleTransaction): Promise<number> {
  let raised = 0
  for (const key of await findBlockedKeys(transaction)) {
    if (await isOverCap(transaction, key.team_id)) {
      await holdBack(transaction, { teamId: key.team_id, kind: 'key.blocked', dedupeKey: key.dedupe_key })
      raised++
    } else if (await raiseBlockedKey(transaction, key)) raised++
  }
  return raised
}

/** Those that nobody was told of yet, of every team some. */
async function findBlockedKeys(transaction: RoleTransaction): Promise<BlockedKey[]> {
  const { rows } = await sql<BlockedKey>`
    select id, team_id, name, owner_id, block_reason, blocked_at, team_name, dedupe_key
    from (
      select k.*, t.name as team_name, d.dedupe_key, row_number() over (partition by k.team_id order by k.blocked_at, k.id) as turn
      from core.api_keys k
      join core.teams t on t.id = k.team_id
      cross join lateral (select 'key.blocked:' || k.id || ':' || extract(epoch from k.blocked_at) as dedupe_key) d
      where k.status = 'blocked' and k.blocked_at > now() - interval '7 days'
        and not exists (select from core.notices n where n.dedupe_key = d.dedupe_key)
    ) as untold
    where turn <= ${perTeam}
    order by turn, id
    limit ${atOnce}
  `.execute(transaction)
  return rows
}

function raiseBlockedKey(transaction: RoleTransaction, key: BlockedKey): Promise<boolean> {
  return raiseNotice(transaction, {
    teamId: key.team_id,
    kind: 'key.blocked',
    dedupeKey: key.dedupe_key,
    payload: {
      team_id: showId('team', key.team_id),
      team_name: key.team_name,
      key_id: showId('key', key.id),
      key_name: key.name,
      reason: key.block_reason,
      blocked_at: key.blocked_at.toISOString(),
    },
    userIds: key.owner_id === null ? [] : [key.owner_id],
  })
}
