import type { Actor } from '#lib/portal/acting/actor'
import { type Page, type PageInput, pageLimit, readIdCursor, toPage } from '#lib/portal/acting/paging'
import { reading } from '#lib/portal/acting/run-verb'
import type { Channel } from '#lib/portal/channels/channel'
import { withParts } from '#lib/portal/channels/read-channels'

/** Channels, newest first, without the deleted ones. */
export async function listChannels(actor: Actor, input: PageInput = {}): Promise<Page<Channel>> {
  const limit = pageLimit(input)
  const before = readIdCursor(input.cursor)
  return reading(actor, 'channel.read', null, async (transaction) => {
    const query = transaction
      .selectFrom('core.channels')
      .selectAll()
      .where('deleted_at', 'is', null)
      .orderBy('id', 'desc')
      .limit(limit + 1)
    const rows = await (before === null ? query : query.where('id', '<', before)).execute()
    return toPage(
      await withParts(transaction, rows),
      limit,
      (channel) => channel.id,
      (channel) => channel,
    )
  })
}
