import type { Actor } from '#lib/portal/acting/actor'
import { requireName } from '#lib/portal/acting/check-text'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import type { Channel, Provider } from '#lib/portal/channels/channel'
import { requireBaseUrl } from '#lib/portal/channels/check-base-url'
import { requireChannelModels, requireCredentials, requirePriority, requireWeight } from '#lib/portal/channels/check-channel-input'
import { readChannel } from '#lib/portal/channels/read-channels'
import { auditChannel, replaceCredentials, replaceModels } from '#lib/portal/channels/replace-parts'
import { lockCatalogue } from '#lib/portal/models/lock-catalogue'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { env } from '#lib/shared/env'
import { newId } from '#lib/shared/ids'

export interface CreateChannelInput {
  name: string
  provider: Provider
  baseUrl: string
  credentials: readonly string[]
  models: readonly { model: string; upstreamModel?: string | null }[]
  /** Higher is tried first; 0 when left out. */
  priority?: number
  /** Share within a priority; 1 when left out. */
  weight?: number
  enabled?: boolean
  /** False when left out. */
  drainOnDisconnect?: boolean
}

export function createChannel(actor: Actor, input: CreateChannelInput, joined?: RoleTransaction): Promise<Channel> {
  return acting(joined, async (transaction) => {
    await requirePermission(transaction, actor, 'channel.change', null)
    const id = newId()
    const values = {
      id,
      name: requireName(input.name),
      provider: input.provider,
      base_url: requireBaseUrl(input.baseUrl, env().allowPrivateUpstreams),
      priority: requirePriority(input.priority ?? 0),
      weight: requireWeight(input.weight ?? 1),
      enabled: input.enabled ?? true,
      drain_on_disconnect: input.drainOnDisconnect ?? false,
    }
    const credentials = requireCredentials(input.credentials)
    const models = requireChannelModels(input.models)
    await lockCatalogue(transaction)
    await transaction.insertInto('core.channels').values(values).execute()
    await replaceCredentials(transaction, id, credentials)
    await replaceModels(transaction, actor, id, models)
    const channel = await readChannel(transaction, id)
    await writeAudit(transaction, actor, {
      teamId: null,
      action: 'channel.create',
      targetKind: 'channel',
      targetId: id,
      after: auditChannel(channel),
    })
    return channel
  })
}
