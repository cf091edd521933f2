import type { Actor } from '#lib/portal/acting/actor'
import { requireName } from '#lib/portal/acting/check-text'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { type AuditValue, writeAudit } from '#lib/portal/acting/write-audit'
import type { ApiKey } from '#lib/portal/keys/api-key'
import { readKey } from '#lib/portal/keys/find-key'
import { ownerIn } from '#lib/portal/keys/key-owner'
import { patchKeyPolicy } from '#lib/portal/keys/key-policy'
import { requirePolicyPatch } from '#lib/portal/policies/stored-policy'
import { replacePolicyBudgets } from '#lib/portal/policies/replace-policy-budgets'
import { mintApiKey } from '#lib/shared/api-key-format'
import { hashSecret } from '#lib/shared/crypto'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { newId } from '#lib/shared/ids'
import type { PolicyPatch } from '#lib/shared/policy/patch-policy'

export interface CreateKeyInput {
  teamId: string
  name: string
  /** Tags are for administrators only. */
  policy?: PolicyPatch
}

export interface KeyWithSecret {
  key: ApiKey
  /** Shown once; only its hash is kept. */
  secret: string
}

export function createKey(actor: Actor, input: CreateKeyInput, joined?: RoleTransaction): Promise<KeyWithSecret> {
  return acting(joined, async (transaction) => {
    await requirePermission(transaction, actor, 'key.create', input.teamId)
    const policy = requirePolicyPatch(input.policy ?? {})
    if (policy.tags?.length) await requirePermission(transaction, actor, 'key.govern', input.teamId)
    const id = newId()
    const { secret, display } = mintApiKey('inference')
    const name = requireName(input.name)
    const { wanted, columns } = patchKeyPolicy({}, policy)
    await transaction
      .insertInto('core.api_keys')
      .values({
        id,
        team_id: input.teamId,
        name,
        display,
        ...columns,
        created_by: actor.kind === 'user' ? actor.userId : null,
        owner_id: actor.kind === 'user' ? ownerIn(input.teamId, actor.userId) : null,
      })
      .execute()
    await transaction
      .insertInto('core.api_key_secrets')
      .values({ id: newId(), key_id: id, secret_hash: hashSecret(secret), expires_at: null })
      .execute()
    await replacePolicyBudgets(transaction, { teamId: input.teamId, scope: 'key', id }, policy, wanted)
    const key = await readKey(transaction, id)
    await writeAudit(transaction, actor, {
      teamId: input.teamId,
      action: 'key.create',
      targetKind: 'key',
      targetId: id,
      after: { name, display, ...(key.policy as Record<string, AuditValue>) },
    })
    return { key, secret }
  })
}
