import { openSecret } from '#lib/shared/crypto'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/** The signing secrets of a webhook that are in force, the newest first. */
export async function openWebhookSecrets(transaction: RoleTransaction, webhookId: string): Promise<string[]> {
  const rows = await transaction
    .selectFrom('core.webhook_secrets')
    .select(['id', 'key_version', 'wrapped_key', 'ciphertext'])
    .where('webhook_id', '=', webhookId)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', new Date())]))
    .orderBy('id', 'desc')
    .execute()
  return rows.map((row) => openSecret({ keyVersion: row.key_version, wrappedKey: row.wrapped_key, ciphertext: row.ciphertext }, row.id))
}
