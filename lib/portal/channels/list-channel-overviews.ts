import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { containsPattern } from '#lib/portal/acting/check-text'
import { reading } from '#lib/portal/acting/run-verb'
import type { Channel, Provider } from '#lib/portal/channels/channel'
import { type ChannelStanding, channelState, type ChannelState, noStanding } from '#lib/portal/channels/channel-standing'
import { withParts } from '#lib/portal/channels/read-channels'
import { readStandings } from '#lib/portal/channels/read-standings'

/** Channels are few; a list longer than this has to be searched. */
export const maxListedChannels = 300
const standingMs = 24 * 3_600_000

export interface ChannelOverview extends Channel {
  state: ChannelState
  standing: ChannelStanding
  /** Those of its models that no other enabled channel serves. */
  soleModels: string[]
}

export interface ListChannelOverviewsInput {
  /** Part of the name, the address or a model. */
  search?: string
  provider?: Provider
  now: Date
}

/** Channels with how they have done in the last 24 hours, those tried first on top. */
export function listChannelOverviews(actor: Actor, input: ListChannelOverviewsInput): Promise<ChannelOverview[]> {
  return reading(actor, 'channel.read', null, async (transaction) => {
    let query = transaction.selectFrom('core.channels').selectAll().where('deleted_at', 'is', null)
    if (input.provider !== undefined) query = query.where('provider', '=', input.provider)
    const search = input.search?.trim()
    if (search) {
      const pattern = containsPattern(search)
      query = query.where((where) =>
        where.or([
          where('name', 'ilike', pattern),
          where('base_url', 'ilike', pattern),
          sql<boolean>`id in (select m.channel_id from core.channel_models m where m.model ilike ${pattern} or m.upstream_model ilike ${pattern})`,
        ]),
      )
    }
    const rows = await query.orderBy('priority', 'desc').orderBy('weight', 'desc').orderBy('name').limit(maxListedChannels).execute()
    const channels = await withParts(transaction, rows)
    const ids = channels.map((channel) => channel.id)
    const standings = await readStandings(transaction, ids, new Date(input.now.getTime() - standingMs))
    const { rows: sole } = await sql<{ channel_id: string; model: string }>`
      select (array_agg(m.channel_id))[1] as channel_id, m.model
      from core.channel_models m join core.channels c on c.id = m.channel_id
      where c.enabled and c.deleted_at is null
      group by m.model having count(*) = 1
      order by m.model
    `.execute(transaction)
    const soleModels = Map.groupBy(sole, (row) => row.channel_id)
    return channels.map((channel) => {
      const standing = standings.get(channel.id) ?? noStanding
      return {
        ...channel,
        standing,
        state: channelState({ enabled: channel.enabled, models: channel.models.length }, standing),
        soleModels: soleModels.get(channel.id)?.map((row) => row.model) ?? [],
      }
    })
  })
}
