import { type Selectable, sql } from 'kysely'
import { teamRoles } from '#lib/portal/acting/permissions'
import type { Member } from '#lib/portal/members/member'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import type { CoreMemberships, CoreUsers } from '#lib/shared/database/types'

type MemberRow = Pick<Selectable<CoreUsers>, 'id' | 'email' | 'display_name' | 'disabled_at'> &
  Pick<Selectable<CoreMemberships>, 'role' | 'created_at'> & { keys: bigint }

export function selectMembers(transaction: RoleTransaction, teamId: string) {
  return transaction
    .selectFrom('core.memberships as m')
    .innerJoin('core.users as u', 'u.id', 'm.user_id')
    .select(['u.id', 'u.email', 'u.display_name', 'u.disabled_at', 'm.role', 'm.created_at'])
    .select(
      sql<bigint>`(select count(*) from core.api_keys k
        where k.team_id = m.team_id and k.owner_id = m.user_id and k.kind = 'inference' and k.status <> 'deleted')`.as('keys'),
    )
    .where('m.team_id', '=', teamId)
}

export function toMember(row: MemberRow): Member {
  return {
    userId: row.id,
    email: row.email,
    displayName: row.display_name,
    role: teamRoles.find((role) => role === row.role) ?? 'viewer',
    joinedAt: row.created_at,
    disabled: row.disabled_at !== null,
    keys: Number(row.keys),
  }
}
