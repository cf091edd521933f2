import { listBudgets } from '#lib/ledger/budgets'
import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { type PolicyMarks, requireSeen } from '#lib/portal/policies/policy-marks'
import { assemblePolicy, changedMembers, requirePolicyPatch, storedPart } from '#lib/portal/policies/stored-policy'
import { replacePolicyBudgets } from '#lib/portal/policies/replace-policy-budgets'
import { asPortal, type RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'
import { type PolicyPatch, patchPolicy } from '#lib/shared/policy/patch-policy'
import type { PolicyDocument } from '#lib/shared/policy/policy-document'

/**
 * What every key of a team is bound to.
 * @throws TollgateError `not_found`, also for a team the actor does not belong to
 */
export function getTeamPolicy(actor: Actor, teamId: string): Promise<PolicyDocument> {
  return asPortal(async (transaction) => {
    await requirePermission(transaction, actor, 'policy.read', teamId)
    return readTeamPolicy(transaction, teamId)
  })
}

/**
 * Replaces the members given; every key of the team heeds it from its next request on.
 * @throws TollgateError `conflict` where `seen` is given and a member of the patch was changed since
 */
export function changeTeamPolicy(
  actor: Actor,
  teamId: string,
  patch: PolicyPatch,
  joined?: RoleTransaction,
  seen?: PolicyMarks,
): Promise<PolicyDocument> {
  return acting(joined, async (transaction) => {
    await requirePermission(transaction, actor, 'policy.change', teamId)
    const checked = requirePolicyPatch(patch)
    await transaction.selectFrom('core.teams').select('id').where('id', '=', teamId).forNoKeyUpdate().execute()
    const before = await readTeamPolicy(transaction, teamId)
    await requireSeen(transaction, { teamId, targetId: teamId, before, patch: checked, seen })
    const wanted = patchPolicy(before, checked)
    await transaction
      .updateTable('core.teams')
      .set({ policy: storedPart(wanted) })
      .where('id', '=', teamId)
      .execute()
    await replacePolicyBudgets(transaction, { teamId, scope: 'team', id: teamId }, checked, wanted)
    const after = await readTeamPolicy(transaction, teamId)
    const changed = changedMembers(before, after)
    await writeAudit(transaction, actor, {
      teamId,
      action: 'policy.change',
      targetKind: 'team',
      targetId: teamId,
      before: changed.before,
      after: changed.after,
    })
    return after
  })
}

async function readTeamPolicy(transaction: RoleTransaction, teamId: string): Promise<PolicyDocument> {
  const row = await transaction.selectFrom('core.teams').select('policy').where('id', '=', teamId).executeTakeFirst()
  if (!row) throw new TollgateError('not_found')
  return assemblePolicy(row.policy, await listBudgets(transaction, teamId), { teamId, scope: 'team', id: teamId })
}
