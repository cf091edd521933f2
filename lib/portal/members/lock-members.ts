import type { Actor } from '#lib/portal/acting/actor'
import { type Act, type TeamRole, teamRoles } from '#lib/portal/acting/permissions'
import { glancePermission, requirePermission } from '#lib/portal/acting/require-permission'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

export interface LockedMember {
  userId: string
  email: string
  role: TeamRole
  disabled: boolean
}

/** The people of a team by user id, locked until the transaction ends. */
export type LockedMembers = ReadonlyMap<string, LockedMember>

/**
 * Locks every membership of the team, in one order, and checks the permission as it stands once they are locked: of two
 * who take each other's role at once, the second no longer has it.
 */
export async function lockMembers(transaction: RoleTransaction, actor: Actor, act: Act, teamId: string): Promise<LockedMembers> {
  await glancePermission(transaction, actor, act, teamId)
  await transaction
    .selectFrom('core.memberships')
    .select('user_id')
    .where('team_id', '=', teamId)
    .orderBy('user_id')
    .forNoKeyUpdate()
    .execute()
  await requirePermission(transaction, actor, act, teamId)
  const rows = await transaction
    .selectFrom('core.memberships as m')
    .innerJoin('core.users as u', 'u.id', 'm.user_id')
    .select(['m.user_id', 'm.role', 'u.email', 'u.disabled_at'])
    .where('m.team_id', '=', teamId)
    .orderBy('m.user_id')
    .execute()
  return new Map(
    rows.map((row) => [
      row.user_id,
      {
        userId: row.user_id,
        email: row.email,
        role: teamRoles.find((role) => role === row.role) ?? 'viewer',
        disabled: row.disabled_at !== null,
      },
    ]),
  )
}

/** @throws TollgateError `not_found` for who is not of the team */
export function requireMember(members: LockedMembers, userId: string): LockedMember {
  const member = members.get(userId)
  if (!member) throw new TollgateError('not_found')
  return member
}

/**
 * A team that has an owner keeps one who can act.
 * @throws TollgateError `conflict` when this person is the only one
 */
export function requireOtherOwner(members: LockedMembers, userId: string): void {
  if (members.get(userId)?.role !== 'owner') return
  const others = [...members.values()].filter((member) => member.role === 'owner' && !member.disabled && member.userId !== userId)
  if (others.length > 0) return
  throw new TollgateError('conflict', {
    details: { reason: 'last_owner' },
    message: 'A team keeps at least one owner. Make somebody else an owner first.',
  })
}
