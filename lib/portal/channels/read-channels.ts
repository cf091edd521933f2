import type { Selectable } from 'kysely'
import { type Channel, toChannel } from '#lib/portal/channels/channel'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import type { CoreChannels } from '#lib/shared/database/types'
import { TollgateError } from '#lib/shared/errors'

/** A channel that has not been deleted, with its credentials' fingerprints and its models. */
export async function readChannel(transaction: RoleTransaction, channelId: string): Promise<Channel> {
  const rows = await transaction
    .selectFrom('core.channels')
    .selectAll()
    .where('id', '=', channelId)
    .where('deleted_at', 'is', null)
    .execute()
  const [channel] = await withParts(transaction, rows)
  if (!channel) throw new TollgateError('not_found')
  return channel
}

/** The channels of these rows, in their order. */
export async function withParts(transaction: RoleTransaction, rows: readonly Selectable<CoreChannels>[]): Promise<Channel[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const credentials = await transaction
    .selectFrom('core.channel_credentials')
    .select(['id', 'channel_id', 'fingerprint', 'last_characters', 'created_at'])
    .where('channel_id', 'in', ids)
    .orderBy('id')
    .execute()
  const models = await transaction.selectFrom('core.channel_models').selectAll().where('channel_id', 'in', ids).orderBy('model').execute()
  return rows.map((row) =>
    toChannel(
      row,
      credentials
        .filter((credential) => credential.channel_id === row.id)
        .map((credential) => ({
          id: credential.id,
          fingerprint: credential.fingerprint,
          lastCharacters: credential.last_characters,
          createdAt: credential.created_at,
        })),
      models.filter((model) => model.channel_id === row.id).map((model) => ({ model: model.model, upstreamModel: model.upstream_model })),
    ),
  )
}
