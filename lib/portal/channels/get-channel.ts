import type { Actor } from '#lib/portal/acting/actor'
import { reading } from '#lib/portal/acting/run-verb'
import type { Channel } from '#lib/portal/channels/channel'
import { readChannel } from '#lib/portal/channels/read-channels'

export function getChannel(actor: Actor, channelId: string): Promise<Channel> {
  return reading(actor, 'channel.read', null, (transaction) => readChannel(transaction, channelId))
}
