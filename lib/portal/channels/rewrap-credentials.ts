import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { lockCatalogue } from '#lib/portal/models/lock-catalogue'
import { masterKeys, rewrapSecret, type SealedSecret } from '#lib/shared/crypto'
import { asPortal, type RoleTransaction } from '#lib/shared/database/as-role'

const batchSize = 100
const beforeEveryId = '00000000-0000-0000-0000-000000000000'

export interface Rewrapped {
  keyVersion: number
  rewrapped: number
  /** Ids of credentials that no configured master key opens; they stay as they are. */
  unreadable: string[]
}

/**
 * Wraps every credential's data key with the current master key, in batches of one transaction each; afterwards older
 * master keys may leave the configuration. May be broken off and repeated at any time.
 */
export async function rewrapCredentials(actor: Actor): Promise<Rewrapped> {
  const total: Rewrapped = { keyVersion: masterKeys().currentVersion, rewrapped: 0, unreadable: [] }
  let after: string | null = beforeEveryId
  while (after !== null) {
    const start: string = after
    const batch = await asPortal((transaction) => rewrapBatch(transaction, actor, start))
    total.rewrapped += batch.rewrapped
    total.unreadable.push(...batch.unreadable)
    after = batch.last
  }
  return total
}

async function rewrapBatch(transaction: RoleTransaction, actor: Actor, after: string) {
  await requirePermission(transaction, actor, 'channel.change', null)
  await lockCatalogue(transaction)
  const keyVersion = masterKeys().currentVersion
  const rows = await transaction
    .selectFrom('core.channel_credentials')
    .select(['id', 'key_version', 'wrapped_key', 'ciphertext'])
    .where('key_version', '<>', keyVersion)
    .where('id', '>', after)
    .orderBy('id')
    .limit(batchSize)
    .forUpdate()
    .execute()
  const unreadable: string[] = []
  for (const row of rows) {
    const sealed = tryRewrap({ keyVersion: row.key_version, wrappedKey: row.wrapped_key, ciphertext: row.ciphertext }, row.id)
    if (!sealed) unreadable.push(row.id)
    else {
      const change = { key_version: sealed.keyVersion, wrapped_key: sealed.wrappedKey }
      await transaction.updateTable('core.channel_credentials').set(change).where('id', '=', row.id).execute()
    }
  }
  const rewrapped = rows.length - unreadable.length
  if (rewrapped > 0) {
    await writeAudit(transaction, actor, {
      teamId: null,
      action: 'credentials.rewrap',
      targetKind: 'installation',
      targetId: 'credentials',
      after: { key_version: keyVersion, rewrapped },
    })
  }
  return { rewrapped, unreadable, last: rows.at(-1)?.id ?? null }
}

function tryRewrap(sealed: SealedSecret, id: string): SealedSecret | null {
  try {
    return rewrapSecret(sealed, id)
  } catch {
    return null
  }
}
