import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { memberMay } from '#lib/portal/acting/permissions'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { endKeys } from '#lib/portal/keys/end-keys'
import { revokeManagementKeys } from '#lib/portal/management-keys/revoke-management-keys'
import type { LockedMembers } from '#lib/portal/members/lock-members'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

/** Ended for good, or from now on those of another member, whose policy then binds them. */
export type KeysLeft = 'revoke' | { handOverTo: string }

interface LeaveKeysInput {
  teamId: string
  userId: string
  keys: KeysLeft | null
  members: LockedMembers
  /** Whether nobody but who goes has agreed: then no secret they know goes on under another member's name. */
  endSecrets: boolean
}

/**
 * Settles what becomes of the keys that count for a member who goes. The management keys they made end in any case: only
 * they know the secrets, and could come back by them. Answers how many keys there were.
 */
export async function leaveKeys(transaction: RoleTransaction, actor: Actor, { teamId, userId, keys, members, endSecrets }: LeaveKeysInput) {
  await revokeManagementKeys(transaction, actor, { teamId, createdBy: userId })
  const own = await lockKeysOf(transaction, teamId, userId)
  if (own.length > 0 && keys === null) {
    throw new TollgateError('conflict', {
      details: { reason: 'keys_left', keys: own.length },
      message: 'Keys count for this member. Say whether they are revoked or handed over to another member.',
    })
  }
  if (keys === 'revoke') {
    await endKeys(transaction, actor, teamId, own)
  } else if (keys !== null) {
    requireHeir(members, userId, keys.handOverTo)
    for (const key of own) await handOver(transaction, actor, { teamId, keyId: key.id, from: userId, to: keys.handOverTo, endSecrets })
  }
  return own.length
}

/** Every one is locked, for the membership's end changes deleted ones and the playground's too once the ledger is locked. */
async function lockKeysOf(transaction: RoleTransaction, teamId: string, userId: string) {
  const keys = await transaction
    .selectFrom('core.api_keys')
    .select(['id', 'name', 'display', 'status', 'kind'])
    .where('team_id', '=', teamId)
    .where((where) =>
      where.or([where('owner_id', '=', userId), where.and([where('kind', '=', 'playground'), where('created_by', '=', userId)])]),
    )
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return keys.filter(({ kind, status }) => kind === 'inference' && status !== 'deleted')
}

function requireHeir(members: LockedMembers, userId: string, heirId: string): void {
  const heir = members.get(heirId)
  if (heir && heirId !== userId && !heir.disabled && memberMay('key.create', heir.role)) return
  throw new TollgateError('invalid_request', {
    param: 'hand_over_to',
    message: 'hand_over_to must be another member of the team who may have keys.',
  })
}

interface HandOver {
  teamId: string
  keyId: string
  from: string
  to: string
  endSecrets: boolean
}

async function handOver(transaction: RoleTransaction, actor: Actor, { teamId, keyId, from, to, endSecrets }: HandOver): Promise<void> {
  await transaction.updateTable('core.api_keys').set({ owner_id: to }).where('id', '=', keyId).execute()
  if (endSecrets) {
    await transaction
      .updateTable('core.api_key_secrets')
      .set({ expires_at: sql`least(expires_at, now())` })
      .where('key_id', '=', keyId)
      .execute()
  }
  await writeAudit(transaction, actor, {
    teamId,
    action: 'key.hand_over',
    targetKind: 'key',
    targetId: keyId,
    before: { owner_id: from },
    after: { owner_id: to, ...(endSecrets ? { secrets_ended: true } : {}) },
  })
}
