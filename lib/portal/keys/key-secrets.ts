import { sql } from 'kysely'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/** What becomes of a key's secrets, as its team may know it. */
export interface KeySecrets {
  /** Until when a secret from before the last rotation still works. */
  previousUntil: Date | null
  ended: boolean
}

/** Those keys of a team of whose secrets there is something to tell. */
export async function readKeySecrets(transaction: RoleTransaction, teamId: string): Promise<Map<string, KeySecrets>> {
  const live = sql`s.expires_at is null or s.expires_at > now()`
  const rows = await transaction
    .selectFrom('core.api_key_secrets as s')
    .innerJoin('core.api_keys as k', 'k.id', 's.key_id')
    .select([
      's.key_id',
      sql<Date | null>`max(s.expires_at) filter (where ${live})`.as('until'),
      sql<boolean>`not bool_or(${live})`.as('ended'),
    ])
    .where('k.team_id', '=', teamId)
    .where('k.kind', '=', 'inference')
    .where('k.status', '<>', 'deleted')
    .groupBy('s.key_id')
    .having(sql<boolean>`not bool_or(${live}) or max(s.expires_at) > now()`)
    .execute()
  return new Map(rows.map(({ key_id, until, ended }) => [key_id, { previousUntil: until, ended }]))
}
