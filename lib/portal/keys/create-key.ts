import type { Actor } from '#lib/portal/acting/actor'
import { requireName } from '#lib/portal/acting/check-text'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import type { ApiKey, KeyBudget } from '#lib/portal/keys/api-key'
import { requireTags } from '#lib/portal/keys/check-key-policy'
import { readKey } from '#lib/portal/keys/find-key'
import { ownerIn } from '#lib/portal/keys/key-owner'
import { auditBudgets, replaceKeyBudgets } from '#lib/portal/keys/replace-key-budgets'
import { mintApiKey } from '#lib/shared/api-key-format'
import { hashSecret } from '#lib/shared/crypto'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { newId } from '#lib/shared/ids'

export interface CreateKeyInput {
  teamId: string
  name: string
  expiresAt?: Date | null
  budgets?: readonly KeyBudget[]
  /** Administrators only. */
  tags?: readonly string[]
}

export interface KeyWithSecret {
  key: ApiKey
  /** Shown once; only its hash is kept. */
  secret: string
}

export function createKey(actor: Actor, input: CreateKeyInput, joined?: RoleTransaction): Promise<KeyWithSecret> {
  return acting(joined, async (transaction) => {
    await requirePermission(transaction, actor, 'key.create', input.teamId)
    if (input.tags?.length) await requirePermission(transaction, actor, 'key.govern', input.teamId)
    const tags = requireTags(input.tags ?? [])
    const budgets = input.budgets ?? []
    const id = newId()
    const { secret, display } = mintApiKey('inference')
    const name = requireName(input.name)
    await transaction
      .insertInto('core.api_keys')
      .values({
        id,
        team_id: input.teamId,
        name,
        display,
        expires_at: input.expiresAt ?? null,
        policy: JSON.stringify(tags.length > 0 ? { tags } : {}),
        created_by: actor.kind === 'user' ? actor.userId : null,
        owner_id: actor.kind === 'user' ? ownerIn(input.teamId, actor.userId) : null,
      })
      .execute()
    await transaction
      .insertInto('core.api_key_secrets')
      .values({ id: newId(), key_id: id, secret_hash: hashSecret(secret), expires_at: null })
      .execute()
    if (budgets.length > 0) await replaceKeyBudgets(transaction, input.teamId, id, budgets)
    await writeAudit(transaction, actor, {
      teamId: input.teamId,
      action: 'key.create',
      targetKind: 'key',
      targetId: id,
      after: { name, display, expires_at: input.expiresAt, tags, budgets: auditBudgets(budgets) },
    })
    return { key: await readKey(transaction, id), secret }
  })
}
