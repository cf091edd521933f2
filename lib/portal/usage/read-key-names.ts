import { labelOf, sharedNames } from '#lib/portal/keys/tell-apart'
import type { RoleTransaction } from '#lib/shared/database/as-role'

export interface KeyName {
  keyId: string
  name: string
  /** The name, told apart from other keys of the same name. */
  label: string
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
  const shared = sharedNames(rows)
  return new Map(
    rows.map((row) => {
      const { id, name, display, status } = row
      return [id, { keyId: id, name, label: labelOf(row, shared.has(name)), display, deleted: status === 'deleted' }]
    }),
  )
}
