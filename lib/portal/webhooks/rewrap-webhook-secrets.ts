import { masterKeys, rewrapSecret } from '#lib/shared/crypto'
import { asPortal } from '#lib/shared/database/as-role'

/** Wraps every webhook's secret with the current master key; answers how many, and the ids of those no configured key opens. */
export function rewrapWebhookSecrets(): Promise<{ rewrapped: number; unreadable: string[] }> {
  return asPortal(async (transaction) => {
    const rows = await transaction
      .selectFrom('core.webhook_secrets')
      .select(['id', 'key_version', 'wrapped_key', 'ciphertext'])
      .where('key_version', '<>', masterKeys().currentVersion)
      .orderBy('id')
      .forUpdate()
      .execute()
    const unreadable: string[] = []
    for (const row of rows) {
      try {
        const sealed = rewrapSecret({ keyVersion: row.key_version, wrappedKey: row.wrapped_key, ciphertext: row.ciphertext }, row.id)
        const change = { key_version: sealed.keyVersion, wrapped_key: sealed.wrappedKey }
        await transaction.updateTable('core.webhook_secrets').set(change).where('id', '=', row.id).execute()
      } catch {
        unreadable.push(row.id)
      }
    }
    return { rewrapped: rows.length - unreadable.length, unreadable }
  })
}
