import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { reading } from '#lib/portal/acting/run-verb'
import type { Channel } from '#lib/portal/channels/channel'
import {
  type ChannelFailure,
  type ChannelStanding,
  channelState,
  type ChannelState,
  type ChannelTestRecord,
  noStanding,
} from '#lib/portal/channels/channel-standing'
import { readChannel } from '#lib/portal/channels/read-channels'
import { readFailures } from '#lib/portal/channels/read-failures'
import { readStandings, readTests } from '#lib/portal/channels/read-standings'

const standingMs = 24 * 3_600_000
const failuresMs = 7 * standingMs
const shownFailures = 10

export interface ChannelDetail extends Channel {
  state: ChannelState
  /** Of the last 24 hours. */
  standing: ChannelStanding
  soleModels: string[]
  tests: ChannelTestRecord[]
  /** The latest of the last seven days. */
  failures: ChannelFailure[]
}

/** One channel with what its page shows. */
export function getChannelDetail(actor: Actor, channelId: string, now: Date): Promise<ChannelDetail> {
  return reading(actor, 'channel.read', null, async (transaction) => {
    const channel = await readChannel(transaction, channelId)
    const since = (ms: number) => new Date(now.getTime() - ms)
    const standings = await readStandings(transaction, [channelId], since(standingMs))
    const failures = await readFailures(transaction, { channelIds: [channelId], since: since(failuresMs), perChannel: shownFailures })
    const { rows: sole } = await sql<{ model: string }>`
      select own.model from core.channel_models own
      where own.channel_id = ${channelId} and not exists (
        select from core.channel_models m join core.channels c on c.id = m.channel_id
        where m.model = own.model and c.id <> ${channelId} and c.enabled and c.deleted_at is null)
      order by own.model
    `.execute(transaction)
    const standing = standings.get(channelId) ?? noStanding
    return {
      ...channel,
      standing,
      state: channelState({ enabled: channel.enabled, models: channel.models.length }, standing),
      soleModels: channel.enabled ? sole.map((row) => row.model) : [],
      tests: (await readTests(transaction, [channelId])).get(channelId) ?? [],
      failures: failures.get(channelId) ?? [],
    }
  })
}
