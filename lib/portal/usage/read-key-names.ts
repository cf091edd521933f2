import type { RoleTransaction } from '#lib/shared/database/as-role'

export interface KeyName {
  keyId: string
  name: string
  /** What lists show of the secret. */
  display: string
  deleted: boolean
}

/** The names of a team's keys, deleted ones included, in the order they were made. */
export async function readKeyNames(transaction: RoleTransaction, teamId: string): Promise<ReadonlyMap<string, KeyName>> {
  const rows = await transaction
    .selectFrom('core.api_keys')
    .select(['id', 'name', 'display', 'status'])
    .where('team_id', '=', teamId)
    .orderBy('id')
    .execute()
  return new Map(rows.map(({ id, name, display, status }) => [id, { keyId: id, name, display, deleted: status === 'deleted' }]))
}
