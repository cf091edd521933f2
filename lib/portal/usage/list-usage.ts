import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { type Page, type PageInput, pageLimit, readCursor, toPage } from '#lib/portal/acting/paging'
import { reading, type ReaderSight } from '#lib/portal/acting/run-verb'
import { requireTimeZone } from '#lib/portal/teams/check-team-input'
import type { UsageGroup, UsageSum } from '#lib/portal/usage/usage-row'
import { type SumColumns, toTotals } from '#lib/portal/usage/usage-totals'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

export interface ListUsageInput extends PageInput {
  groupBy: UsageGroup
  teamId?: string
  keyId?: string
  model?: string
  /** From inclusive, to exclusive, in whole quarter hours; the last 30 days when left out. */
  from?: Date
  to?: Date
  /** Days and hours start by this clock; UTC when left out. */
  timeZone?: string
}

const dayMs = 86_400_000
const longestWindowMs = 400 * dayMs

interface SumRow extends SumColumns {
  group: string
}

/** What was used, from the quarter-hour roll-ups, in the order of the group. Without `teamId`: all teams, for operators. */
export async function listUsage(actor: Actor, input: ListUsageInput): Promise<Page<UsageSum>> {
  const limit = pageLimit(input)
  const after = readCursor(input.cursor)
  const teamId = input.teamId ?? (actor.kind === 'management_key' ? (actor.teamId ?? undefined) : undefined)
  const window = requireWindow(input)
  return reading(actor, 'usage.read', teamId ?? null, async (transaction, sight) => {
    if (input.timeZone !== undefined) await requireTimeZone(transaction, input.timeZone)
    const rows = await sumRollups(transaction, sight, { ...input, ...window, teamId }, after, limit + 1)
    return toPage(
      rows,
      limit,
      (row) => row.group,
      (row) => ({ group: row.group, ...toTotals([row]) }),
    )
  })
}

function requireWindow(input: ListUsageInput): { from: Date; to: Date } {
  const to = input.to ?? new Date(Date.now() + dayMs)
  const from = input.from ?? new Date(to.getTime() - 31 * dayMs)
  const lengthMs = to.getTime() - from.getTime()
  if (lengthMs <= 0 || lengthMs > longestWindowMs) {
    throw new TollgateError('invalid_request', { param: 'from', message: 'from must lie before to, and at most 400 days before it.' })
  }
  return { from, to }
}

async function sumRollups(
  transaction: RoleTransaction,
  sight: ReaderSight,
  input: ListUsageInput & { from: Date; to: Date },
  after: string | null,
  limit: number,
): Promise<SumRow[]> {
  const group = groupExpression(input.groupBy, input.timeZone ?? 'UTC')
  const cost = sight === 'operator' ? sql`sum(cost_nanos)::bigint` : sql`null::bigint`
  const { rows } = await sql<SumRow>`
    select * from (
      select ${group} as "group", sum(requests)::bigint as requests, sum(failures)::bigint as failures,
        sum(input_tokens)::bigint as input_tokens, sum(cache_read_tokens)::bigint as cache_read_tokens, sum(cache_write_tokens)::bigint as cache_write_tokens,
        sum(output_tokens)::bigint as output_tokens, sum(reasoning_tokens)::bigint as reasoning_tokens, sum(audio_tokens)::bigint as audio_tokens,
        sum(image_tokens)::bigint as image_tokens, sum(charge_nanos)::bigint as charge_nanos, sum(refunded_nanos)::bigint as refunded_nanos, ${cost} as cost_nanos,
        sum(latency_ms_sum)::bigint as latency_ms_sum, sum(ttft_ms_sum)::bigint as ttft_ms_sum, sum(ttft_count)::bigint as ttft_count
      from usage.rollups
      where quarter >= ${input.from} and quarter < ${input.to} and ${matches(input)}
      group by 1
    ) as sums
    where ${after === null ? sql`true` : sql`"group" collate "C" > ${after}`}
    order by "group" collate "C"
    limit ${limit}
  `.execute(transaction)
  return rows
}

function matches(input: ListUsageInput): RawBuilder<unknown> {
  const team = input.teamId === undefined ? sql`true` : sql`team_id = ${input.teamId}`
  const key = input.keyId === undefined ? sql`true` : sql`key_id = ${input.keyId}`
  const model = input.model === undefined ? sql`true` : sql`model = ${input.model}`
  return sql`${team} and ${key} and ${model}`
}

/** The group as text that sorts as it should. */
function groupExpression(groupBy: UsageGroup, timeZone: string): RawBuilder<unknown> {
  switch (groupBy) {
    case 'day':
      return sql`to_char(quarter at time zone ${timeZone}, 'YYYY-MM-DD')`
    case 'hour':
      return sql`to_char(date_trunc('hour', quarter, ${timeZone}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`
    case 'model':
      return sql`model`
    case 'key':
      return sql`key_id::text`
    case 'team':
      return sql`team_id::text`
  }
}
