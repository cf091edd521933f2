import { mintWebhookSecret } from '#lib/portal/webhooks/sign-webhook'
import { sealSecret } from '#lib/shared/crypto'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { newId } from '#lib/shared/ids'

/** Gives a webhook a new signing secret; what is answered is shown once and stored sealed. */
export async function insertSecret(transaction: RoleTransaction, webhookId: string): Promise<string> {
  const secret = mintWebhookSecret()
  const id = newId()
  const sealed = sealSecret(secret, id)
  await transaction
    .insertInto('core.webhook_secrets')
    .values({
      id,
      webhook_id: webhookId,
      key_version: sealed.keyVersion,
      wrapped_key: sealed.wrappedKey,
      ciphertext: sealed.ciphertext,
      expires_at: null,
    })
    .execute()
  return secret
}
