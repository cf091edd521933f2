import type { ApiKey } from '#lib/portal/keys/api-key'
import type { KeyPeople } from '#lib/portal/keys/team-key'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/** Who made a key and whom it counts for: members are named, nobody else is. */
export async function readKeyPeople(transaction: RoleTransaction, { teamId, ownerId, createdBy }: ApiKey): Promise<KeyPeople> {
  const ids = [ownerId, createdBy].filter((id) => id !== null)
  if (ids.length === 0) return { creator: null, owner: null }
  const rows = await transaction
    .selectFrom('core.memberships as m')
    .innerJoin('core.users as u', 'u.id', 'm.user_id')
    .select(['u.id', 'u.display_name', 'u.email'])
    .where('m.team_id', '=', teamId)
    .where('m.user_id', 'in', ids)
    .execute()
  const named = (id: string | null) => {
    const row = rows.find((other) => other.id === id)
    return row === undefined ? null : { name: row.display_name, email: row.email }
  }
  return { creator: named(createdBy), owner: named(ownerId) }
}
