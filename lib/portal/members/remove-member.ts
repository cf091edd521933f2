import { endBudget, listBudgets } from '#lib/ledger/budgets'
import type { Actor, UserActor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { revokeInvitesOf } from '#lib/portal/invites/revoke-invites'
import { type KeysLeft, leaveKeys } from '#lib/portal/members/leave-keys'
import { type LockedMembers, lockMembers, requireMember, requireOtherOwner } from '#lib/portal/members/lock-members'
import { switchOffWebhooks } from '#lib/portal/webhooks/switch-off-webhooks'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

export interface RemoveMemberInput {
  teamId: string
  userId: string
  /** What becomes of their keys; null where they should have none. */
  keys: KeysLeft | null
}

/**
 * Takes a person out of a team, their playground and open invites with them.
 * @throws TollgateError `conflict` for the last owner, and where they have keys and it is not said what becomes of them
 */
export function removeMember(actor: Actor, input: RemoveMemberInput, joined?: RoleTransaction): Promise<void> {
  return acting(joined, async (transaction) => {
    if (actor.kind === 'user' && actor.userId === input.userId) {
      throw new TollgateError('conflict', { details: { reason: 'self' }, message: 'Leave the team instead of removing yourself.' })
    }
    const members = await lockMembers(transaction, actor, 'member.change', input.teamId)
    const member = requireMember(members, input.userId)
    if (member.role === 'owner') await requirePermission(transaction, actor, 'member.change_owner', input.teamId)
    await takeOut(transaction, actor, { ...input, action: 'member.remove', members })
  })
}

/** The same, done to oneself: a key handed over then works again once whoever has it now rotates it. */
export function leaveTeam(actor: UserActor, input: Omit<RemoveMemberInput, 'userId'>, joined?: RoleTransaction): Promise<void> {
  return acting(joined, async (transaction) => {
    const members = await lockMembers(transaction, actor, 'member.leave', input.teamId)
    await takeOut(transaction, actor, { ...input, userId: actor.userId, action: 'member.leave', members })
  })
}

interface TakeOut extends RemoveMemberInput {
  action: 'member.remove' | 'member.leave'
  members: LockedMembers
}

async function takeOut(transaction: RoleTransaction, actor: Actor, { teamId, userId, keys, action, members }: TakeOut): Promise<void> {
  requireOtherOwner(members, userId)
  const left = await leaveKeys(transaction, actor, { teamId, userId, keys, members, endSecrets: action === 'member.leave' })
  await revokeInvitesOf(transaction, actor, teamId, userId)
  await switchOffWebhooks(transaction, actor, teamId, userId)
  for (const budget of await listBudgets(transaction, teamId)) {
    if (budget.scope === 'member' && budget.scope_id === userId) await endBudget(transaction, budget.id)
  }
  await transaction.deleteFrom('core.memberships').where('team_id', '=', teamId).where('user_id', '=', userId).execute()
  await writeAudit(transaction, actor, {
    teamId,
    action,
    targetKind: 'user',
    targetId: userId,
    before: { role: members.get(userId)?.role },
    after: { keys: left, handed_over_to: keys !== null && keys !== 'revoke' ? keys.handOverTo : null },
  })
}
