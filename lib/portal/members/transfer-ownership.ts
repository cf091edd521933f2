import type { UserActor } from '#lib/portal/acting/actor'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { lockMembers, requireMember } from '#lib/portal/members/lock-members'
import { takeBackGrants } from '#lib/portal/members/take-back-grants'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

export interface TransferOwnershipInput {
  teamId: string
  /** Who becomes an owner in the place of who gives it up. */
  userId: string
}

/**
 * Hands an owner's place to another member and becomes an admin; other owners stay what they are. Open invites by which
 * who gives it up made owners end.
 * @throws TollgateError `conflict` for oneself, an owner, or a disabled person
 */
export function transferOwnership(actor: UserActor, { teamId, userId }: TransferOwnershipInput, joined?: RoleTransaction): Promise<void> {
  return acting(joined, async (transaction) => {
    const members = await lockMembers(transaction, actor, 'team.transfer', teamId)
    const heir = requireMember(members, userId)
    if (heir.role === 'owner' || heir.disabled) {
      throw new TollgateError('conflict', { param: 'user', message: 'Ownership goes to a member who can act and is not an owner yet.' })
    }
    for (const [member, role] of [
      [userId, 'owner'],
      [actor.userId, 'admin'],
    ] as const)
      await transaction.updateTable('core.memberships').set({ role }).where('team_id', '=', teamId).where('user_id', '=', member).execute()
    await writeAudit(transaction, actor, {
      teamId,
      action: 'team.transfer',
      targetKind: 'user',
      targetId: userId,
      before: { role: heir.role, owner_id: actor.userId },
      after: { role: 'owner', owner_id: userId },
    })
    await takeBackGrants(transaction, actor, { teamId, userId: actor.userId, role: 'admin' })
  })
}
