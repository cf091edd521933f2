import type { Actor } from '#lib/portal/acting/actor'
import type { TeamRole } from '#lib/portal/acting/permissions'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { lockMembers, requireMember, requireOtherOwner } from '#lib/portal/members/lock-members'
import { takeBackGrants } from '#lib/portal/members/take-back-grants'
import type { RoleTransaction } from '#lib/shared/database/as-role'

export interface ChangeRoleInput {
  teamId: string
  userId: string
  role: TeamRole
}

/**
 * Gives a member another role; it counts from their next act on. What they may no longer give leaves nothing behind: open
 * invites and management keys by which they would come back to more.
 * @throws TollgateError `forbidden` for admins where an owner is concerned; `conflict` for the last owner
 */
export function changeRole(actor: Actor, { teamId, userId, role }: ChangeRoleInput, joined?: RoleTransaction): Promise<void> {
  return acting(joined, async (transaction) => {
    const members = await lockMembers(transaction, actor, 'member.change', teamId)
    const member = requireMember(members, userId)
    if (member.role === role) return
    if (member.role === 'owner' || role === 'owner') await requirePermission(transaction, actor, 'member.change_owner', teamId)
    requireOtherOwner(members, userId)
    await transaction.updateTable('core.memberships').set({ role }).where('team_id', '=', teamId).where('user_id', '=', userId).execute()
    await writeAudit(transaction, actor, {
      teamId,
      action: 'member.change_role',
      targetKind: 'user',
      targetId: userId,
      before: { role: member.role },
      after: { role },
    })
    await takeBackGrants(transaction, actor, { teamId, userId, role })
  })
}
