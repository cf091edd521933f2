import type { Actor } from '#lib/portal/acting/actor'
import { requireName, requireText } from '#lib/portal/acting/check-text'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { type ApiKey, blockedByFailures, type KeyStatus } from '#lib/portal/keys/api-key'
import { lockKeyForChange, readKey } from '#lib/portal/keys/find-key'
import { patchKeyPolicy } from '#lib/portal/keys/key-policy'
import { type PolicyMarks, requireSeen } from '#lib/portal/policies/policy-marks'
import { changedMembers, governs, requirePolicyPatch } from '#lib/portal/policies/stored-policy'
import { replacePolicyBudgets } from '#lib/portal/policies/replace-policy-budgets'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'
import { formatUsd } from '#lib/shared/money'
import { findLoosened } from '#lib/shared/policy/find-loosened'
import type { PolicyPatch } from '#lib/shared/policy/patch-policy'
import type { PolicyMember } from '#lib/shared/policy/policy-document'

export interface UpdateKeyInput {
  keyId: string
  name?: string
  /** To block one, and to enable one that somebody else disabled or blocked, takes an administrator. */
  status?: KeyStatus
  /** Needed to block a key. */
  blockReason?: string
  /** Each member given replaces the one before. Tags, budgets and whatever allows more than before are for administrators only. */
  policy?: PolicyPatch
  /** Refuses a policy whose members somebody has changed since it was seen. */
  seen?: PolicyMarks | undefined
  /** The hard one of the month alone, the others as they are; null takes it away. */
  monthlyBudgetNanos?: bigint | null
}

/** Changes what is given; the gateway heeds it from the next request on. */
export function updateKey(actor: Actor, input: UpdateKeyInput, joined?: RoleTransaction): Promise<ApiKey> {
  return acting(joined, async (transaction) => {
    const before = await lockKeyForChange(transaction, actor, input.keyId)
    const patch = requirePolicyPatch({ ...input.policy, ...monthlyPatch(before, input.monthlyBudgetNanos) })
    const status = input.status ?? before.status
    if (input.blockReason !== undefined && status !== 'blocked') throw wrongReason('block_reason belongs to a key that is blocked.')
    await requireSeen(transaction, { teamId: before.teamId, targetId: input.keyId, before: before.policy, patch, seen: input.seen })
    const { wanted, columns } = patchKeyPolicy(before.policy, patch)
    const loosened = findLoosened(before.policy, wanted)
    if (governs(patch, before.policy) || needsAdministrator(actor, before, input))
      await requirePermission(transaction, actor, 'key.govern', before.teamId)
    if (loosened.length > 0) await requireLoosening(transaction, actor, before.teamId, loosened)
    await transaction
      .updateTable('core.api_keys')
      .set({
        name: input.name === undefined ? before.name : requireName(input.name),
        status,
        ...(input.status === 'disabled' ? { disabled_by: disablerOf(actor, before) } : {}),
        ...(status === 'blocked' ? { block_reason: reasonOf(before, input.blockReason) } : {}),
        ...columns,
      })
      .where('id', '=', input.keyId)
      .execute()
    await replacePolicyBudgets(transaction, { teamId: before.teamId, scope: 'key', id: input.keyId }, patch, wanted)
    const after = await readKey(transaction, input.keyId)
    const changed = changedMembers(before.policy, after.policy)
    await writeAudit(transaction, actor, {
      teamId: before.teamId,
      action: actionOf(before.status, after.status),
      targetKind: 'key',
      targetId: input.keyId,
      before: { ...auditFields(before), ...changed.before },
      after: { ...auditFields(after), ...changed.after },
    })
    return after
  })
}

/** @throws TollgateError `forbidden` with `loosened`, the members of the policy that would allow more than before */
async function requireLoosening(
  transaction: RoleTransaction,
  actor: Actor,
  teamId: string,
  loosened: readonly PolicyMember[],
): Promise<void> {
  try {
    await requirePermission(transaction, actor, 'key.govern', teamId)
  } catch (thrown) {
    if (!(thrown instanceof TollgateError) || thrown.code !== 'forbidden') throw thrown
    const message = `Only owners and admins of the team may let a key do more than before: ${loosened.join(', ')}.`
    throw new TollgateError('forbidden', { message, details: { loosened } })
  }
}

function monthlyPatch({ policy }: ApiKey, amountNanos: bigint | null | undefined): PolicyPatch {
  const isMonthly = ({ period, mode = 'hard' }: { period: string; mode?: string }) => period === 'month' && mode === 'hard'
  const budgets = policy.budgets ?? []
  const present = budgets.find(isMonthly)
  if (amountNanos === undefined || (amountNanos === null && !present)) return {}
  const others = budgets.filter((budget) => budget !== present)
  return { budgets: amountNanos === null ? others : [...others, { ...present, period: 'month', amount_usd: formatUsd(amountNanos) }] }
}

/** A block by failures is its owner's to lift, as one by an administrator is not; nor is what somebody else disabled. */
function needsAdministrator(actor: Actor, before: ApiKey, { status, blockReason }: UpdateKeyInput): boolean {
  if (before.status === 'disabled' && status !== undefined && status !== 'disabled')
    return status === 'blocked' || actor.kind !== 'user' || before.disabledBy !== actor.userId
  if (status === 'blocked' || blockReason !== undefined) return true
  return before.status === 'blocked' && status !== undefined && before.blockReason !== blockedByFailures
}

/** Its own member, disabling it once more, does not take over from who did before. */
function disablerOf(actor: Actor, before: ApiKey): string | null {
  const userId = actor.kind === 'user' ? actor.userId : null
  return before.status === 'disabled' && userId === before.ownerId ? before.disabledBy : userId
}

function reasonOf(before: ApiKey, given: string | undefined): string {
  if (given !== undefined) return requireText(given, 'block_reason', 500)
  if (before.blockReason !== null) return before.blockReason
  throw wrongReason('A key is blocked with a block_reason.')
}

function wrongReason(message: string): TollgateError {
  return new TollgateError('invalid_request', { param: 'block_reason', message })
}

function actionOf(before: KeyStatus, after: KeyStatus): string {
  if (before !== after && after === 'blocked') return 'key.block'
  return before !== after && before === 'blocked' ? 'key.unblock' : 'key.update'
}

function auditFields(key: ApiKey) {
  return { name: key.name, status: key.status, ...(key.blockReason === null ? {} : { block_reason: key.blockReason }) }
}
