import type { Actor } from '#lib/portal/acting/actor'
import type { Channel, ChannelModel } from '#lib/portal/channels/channel'
import { insertModel } from '#lib/portal/models/put-model'
import { fingerprintSecret, sealSecret } from '#lib/shared/crypto'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { newId } from '#lib/shared/ids'

/** Seals these as the channel's credentials; the ones before are removed for good. */
export async function replaceCredentials(transaction: RoleTransaction, channelId: string, credentials: readonly string[]): Promise<void> {
  await transaction.deleteFrom('core.channel_credentials').where('channel_id', '=', channelId).execute()
  await insertCredentials(transaction, channelId, credentials)
}

/** Seals these beside those the channel has. */
export async function insertCredentials(transaction: RoleTransaction, channelId: string, credentials: readonly string[]): Promise<void> {
  const rows = credentials.map((credential) => {
    const id = newId()
    const { keyVersion, wrappedKey, ciphertext } = sealSecret(credential, id)
    const fingerprint = fingerprintSecret(credential)
    const end = lastCharacters(credential)
    return { id, channel_id: channelId, key_version: keyVersion, wrapped_key: wrappedKey, ciphertext, fingerprint, last_characters: end }
  })
  if (rows.length > 0) await transaction.insertInto('core.channel_credentials').values(rows).execute()
}

const shownCharacters = 4
const leastLength = 16

/** What people know a key by in the vendor's own list; nothing of a key so short that four characters would tell much. */
function lastCharacters(credential: string): string {
  return credential.length < leastLength ? '' : credential.slice(-shownCharacters)
}

/** Makes these the channel's models. Names the catalogue lacks are added to it, unpriced and so not sold. */
export async function replaceModels(
  transaction: RoleTransaction,
  actor: Actor,
  channelId: string,
  models: readonly ChannelModel[],
): Promise<void> {
  for (const { model } of models) await insertModel(transaction, actor, model)
  await transaction.deleteFrom('core.channel_models').where('channel_id', '=', channelId).execute()
  const rows = models.map(({ model, upstreamModel }) => ({ channel_id: channelId, model, upstream_model: upstreamModel }))
  if (rows.length > 0) await transaction.insertInto('core.channel_models').values(rows).execute()
}

/** A channel as the audit log keeps it: fingerprints, never credentials. */
export function auditChannel(channel: Channel) {
  return {
    name: channel.name,
    provider: channel.provider,
    base_url: channel.baseUrl,
    priority: channel.priority,
    weight: channel.weight,
    enabled: channel.enabled,
    drain_on_disconnect: channel.drainOnDisconnect,
    fingerprints: channel.credentials.map((credential) => credential.fingerprint),
    models: channel.models.map(({ model, upstreamModel }) => ({ model, upstream_model: upstreamModel })),
  }
}
