import type { Actor } from '#lib/portal/acting/actor'
import { requireName } from '#lib/portal/acting/check-text'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import type { Channel } from '#lib/portal/channels/channel'
import { changeCredentials, type CredentialChange, requireCredentialsForAddress } from '#lib/portal/channels/change-credentials'
import { requireBaseUrl } from '#lib/portal/channels/check-base-url'
import { requireChannelModels, requirePriority, requireWeight } from '#lib/portal/channels/check-channel-input'
import type { CreateChannelInput } from '#lib/portal/channels/create-channel'
import { readChannel } from '#lib/portal/channels/read-channels'
import { auditChannel, replaceModels } from '#lib/portal/channels/replace-parts'
import { lockCatalogue } from '#lib/portal/models/lock-catalogue'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { env } from '#lib/shared/env'

/** Models, when given, replace all there were, as do `credentials`; single credentials are added and erased beside the rest. */
export type UpdateChannelInput = Partial<CreateChannelInput> & CredentialChange & { channelId: string }

export function updateChannel(actor: Actor, input: UpdateChannelInput, joined?: RoleTransaction): Promise<Channel> {
  return acting(joined, async (transaction) => {
    await requirePermission(transaction, actor, 'channel.change', null)
    await lockCatalogue(transaction)
    const before = await readChannel(transaction, input.channelId)
    const baseUrl = input.baseUrl === undefined ? before.baseUrl : requireBaseUrl(input.baseUrl, env().allowPrivateUpstreams)
    requireCredentialsForAddress(before, baseUrl, input)
    await transaction
      .updateTable('core.channels')
      .set({
        name: input.name === undefined ? before.name : requireName(input.name),
        provider: input.provider ?? before.provider,
        base_url: baseUrl,
        priority: requirePriority(input.priority ?? before.priority),
        weight: requireWeight(input.weight ?? before.weight),
        enabled: input.enabled ?? before.enabled,
        drain_on_disconnect: input.drainOnDisconnect ?? before.drainOnDisconnect,
      })
      .where('id', '=', input.channelId)
      .execute()
    await changeCredentials(transaction, before, input)
    if (input.models) await replaceModels(transaction, actor, input.channelId, requireChannelModels(input.models))
    const after = await readChannel(transaction, input.channelId)
    await writeAudit(transaction, actor, {
      teamId: null,
      action: 'channel.update',
      targetKind: 'channel',
      targetId: input.channelId,
      before: auditChannel(before),
      after: auditChannel(after),
    })
    return after
  })
}
