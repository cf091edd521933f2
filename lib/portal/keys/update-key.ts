import type { Actor } from '#lib/portal/acting/actor'
import { requireName } from '#lib/portal/acting/check-text'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import type { ApiKey, KeyBudget } from '#lib/portal/keys/api-key'
import { requireTags } from '#lib/portal/keys/check-key-policy'
import { lockKeyForChange, readKey } from '#lib/portal/keys/find-key'
import { auditBudgets, replaceKeyBudgets } from '#lib/portal/keys/replace-key-budgets'
import type { RoleTransaction } from '#lib/shared/database/as-role'

export interface UpdateKeyInput {
  keyId: string
  name?: string
  status?: 'active' | 'disabled'
  /** Null: never. */
  expiresAt?: Date | null
  /** The whole list, replacing what there is; administrators only, as are tags. */
  budgets?: readonly KeyBudget[]
  tags?: readonly string[]
  /** The monthly one alone, the others as they are; null takes it away. Administrators only. */
  monthlyBudgetNanos?: bigint | null
}

/** Changes what is given; the gateway heeds it from the next request on. */
export function updateKey(actor: Actor, input: UpdateKeyInput, joined?: RoleTransaction): Promise<ApiKey> {
  return acting(joined, async (transaction) => {
    const before = await lockKeyForChange(transaction, actor, input.keyId)
    const budgets = input.monthlyBudgetNanos === undefined ? input.budgets : withMonthly(before.budgets, input.monthlyBudgetNanos)
    if (budgets || input.tags) await requirePermission(transaction, actor, 'key.govern', before.teamId)
    await transaction
      .updateTable('core.api_keys')
      .set({
        name: input.name === undefined ? before.name : requireName(input.name),
        status: input.status ?? before.status,
        expires_at: input.expiresAt === undefined ? before.expiresAt : input.expiresAt,
        policy: JSON.stringify({ tags: requireTags(input.tags ?? before.tags) }),
      })
      .where('id', '=', input.keyId)
      .execute()
    if (budgets) await replaceKeyBudgets(transaction, before.teamId, input.keyId, budgets)
    const after = await readKey(transaction, input.keyId)
    await writeAudit(transaction, actor, {
      teamId: before.teamId,
      action: 'key.update',
      targetKind: 'key',
      targetId: input.keyId,
      before: auditFields(before),
      after: auditFields(after),
    })
    return after
  })
}

function withMonthly(budgets: readonly KeyBudget[], amountNanos: bigint | null): KeyBudget[] {
  const others = budgets.filter(({ period }) => period !== 'month')
  return amountNanos === null ? others : [...others, { period: 'month', amountNanos }]
}

function auditFields(key: ApiKey) {
  return { name: key.name, status: key.status, expires_at: key.expiresAt, tags: key.tags, budgets: auditBudgets(key.budgets) }
}
