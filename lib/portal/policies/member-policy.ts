import { listBudgets } from '#lib/ledger/budgets'
import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { lockMembers } from '#lib/portal/members/lock-members'
import { type PolicyMarks, requireSeen } from '#lib/portal/policies/policy-marks'
import { assemblePolicy, changedMembers, requirePolicyPatch, storedPart } from '#lib/portal/policies/stored-policy'
import { replacePolicyBudgets } from '#lib/portal/policies/replace-policy-budgets'
import { asPortal, type RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'
import { type PolicyPatch, patchPolicy } from '#lib/shared/policy/patch-policy'
import type { PolicyDocument } from '#lib/shared/policy/policy-document'

/** One person in one team. */
export interface Membership {
  teamId: string
  userId: string
}

/**
 * What every key of a member in this team is bound to.
 * @throws TollgateError `not_found`, also for who is not in the team
 */
export function getMemberPolicy(actor: Actor, membership: Membership): Promise<PolicyDocument> {
  return asPortal(async (transaction) => {
    await requirePermission(transaction, actor, 'policy.read', membership.teamId)
    return readMemberPolicy(transaction, membership)
  })
}

/**
 * Replaces the members given; the person's keys heed it from their next request on.
 * @throws TollgateError `conflict` where `seen` is given and a member of the patch was changed since
 */
export function changeMemberPolicy(
  actor: Actor,
  membership: Membership,
  patch: PolicyPatch,
  joined?: RoleTransaction,
  seen?: PolicyMarks,
): Promise<PolicyDocument> {
  return acting(joined, async (transaction) => {
    const { teamId, userId } = membership
    await lockMembers(transaction, actor, 'policy.change', teamId)
    const checked = requirePolicyPatch(patch)
    const before = await readMemberPolicy(transaction, membership)
    await requireSeen(transaction, { teamId, targetId: userId, before, patch: checked, seen })
    const wanted = patchPolicy(before, checked)
    await transaction
      .updateTable('core.memberships')
      .set({ policy: storedPart(wanted) })
      .where('team_id', '=', teamId)
      .where('user_id', '=', userId)
      .execute()
    await replacePolicyBudgets(transaction, { teamId, scope: 'member', id: userId }, checked, wanted)
    const after = await readMemberPolicy(transaction, membership)
    const changed = changedMembers(before, after)
    await writeAudit(transaction, actor, {
      teamId,
      action: 'policy.change',
      targetKind: 'user',
      targetId: userId,
      before: changed.before,
      after: changed.after,
    })
    return after
  })
}

async function readMemberPolicy(transaction: RoleTransaction, { teamId, userId }: Membership): Promise<PolicyDocument> {
  const row = await transaction
    .selectFrom('core.memberships')
    .select('policy')
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (!row) throw new TollgateError('not_found')
  return assemblePolicy(row.policy, await listBudgets(transaction, teamId), { teamId, scope: 'member', id: userId })
}
