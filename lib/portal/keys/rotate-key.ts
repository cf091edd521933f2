import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import type { KeyWithSecret } from '#lib/portal/keys/create-key'
import { lockKeyForChange, readKey } from '#lib/portal/keys/find-key'
import { mintApiKey } from '#lib/shared/api-key-format'
import { hashSecret } from '#lib/shared/crypto'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'
import { newId } from '#lib/shared/ids'

export const maxOverlapSeconds = 30 * 24 * 3600

export interface RotateKeyInput {
  keyId: string
  /** How long the secrets before this one still work; 0 ends them at once. */
  overlapSeconds?: number
}

/** Gives a key a new secret; name, policy, spend and history stay. */
export async function rotateKey(actor: Actor, input: RotateKeyInput, joined?: RoleTransaction): Promise<KeyWithSecret> {
  const overlapSeconds = input.overlapSeconds ?? 0
  if (!Number.isInteger(overlapSeconds) || overlapSeconds < 0 || overlapSeconds > maxOverlapSeconds) {
    throw new TollgateError('invalid_request', { param: 'overlap_seconds', message: `overlap_seconds must be 0 to ${maxOverlapSeconds}.` })
  }
  return acting(joined, async (transaction) => {
    const before = await lockKeyForChange(transaction, actor, input.keyId)
    const { secret, display } = mintApiKey('inference')
    await transaction
      .updateTable('core.api_key_secrets')
      .set({ expires_at: sql`least(expires_at, now() + make_interval(secs => ${overlapSeconds}))` })
      .where('key_id', '=', input.keyId)
      .execute()
    await transaction
      .insertInto('core.api_key_secrets')
      .values({ id: newId(), key_id: input.keyId, secret_hash: hashSecret(secret), expires_at: null })
      .execute()
    await transaction.updateTable('core.api_keys').set({ display }).where('id', '=', input.keyId).execute()
    await writeAudit(transaction, actor, {
      teamId: before.teamId,
      action: 'key.rotate',
      targetKind: 'key',
      targetId: input.keyId,
      before: { display: before.display },
      after: { display, overlap_seconds: overlapSeconds },
    })
    return { key: await readKey(transaction, input.keyId), secret }
  })
}
