import type { RequestFilters } from '#lib/portal/requests/request-filters'
import { requestStatuses } from '#lib/portal/requests/request-row'
import { parseId } from '#lib/shared/ids'
import { parseUsd } from '#lib/shared/money'
import { readPeriod } from '../../../../_period/read-period'
import { type Query, readMany, readOne } from '../../../../_ui/read-query'

/** How far back from now, in milliseconds, by the value in the address. */
export const spans = { '15m': 900_000, '1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000, '30d': 2_592_000_000 } as const
export type SpanName = keyof typeof spans

/** The least charge in US dollars, as the address says it. */
export const leastCharges = ['0.000001', '0.01', '0.1', '1'] as const

/** Parameters that narrow the list; without one of them it is whole. */
export const filterParams = ['status', 'key', 'model', 'period', 'from', 'to', 'streamed', 'min', 'client', 'user', 'tag'] as const

interface Clock {
  timeZone: string
  now: Date
}

/** The filters a page's address asks for; what it says wrong is left out, and a key that is none matches nothing. */
export function readLogQuery(query: Query, clock: Clock): Omit<RequestFilters, 'teamId'> {
  const statuses = requestStatuses.filter((status) => readMany(query, 'status').includes(status))
  const keys = readMany(query, 'key')
  const models = readMany(query, 'model')
  const streamed = readOne(query, 'streamed')
  const clients = readMany(query, 'client')
  const endUsers = readMany(query, 'user')
  const tags = readMany(query, 'tag')
  const least = leastCharges.find((usd) => usd === readOne(query, 'min'))
  return {
    ...(statuses.length > 0 && { statuses }),
    ...(keys.length > 0 && { keyIds: keys.flatMap((shown) => parseId('key', shown) ?? []) }),
    ...(models.length > 0 && { models }),
    ...(clients.length > 0 && { clients }),
    ...(endUsers.length > 0 && { endUsers }),
    ...(tags.length > 0 && { tags }),
    ...((streamed === 'yes' || streamed === 'no') && { streamed: streamed === 'yes' }),
    ...(least && { minChargeNanos: parseUsd(least) }),
    ...readSpan(query, clock),
  }
}

function readSpan(query: Query, clock: Clock): Pick<RequestFilters, 'from' | 'to'> {
  const period = readOne(query, 'period')
  if (period === 'custom') {
    const { period: known, from, to } = readPeriod(query, clock)
    return known === 'custom' ? { from, to } : {}
  }
  const span = period !== undefined && Object.hasOwn(spans, period) ? spans[period as SpanName] : null
  return span === null ? {} : { from: new Date(clock.now.getTime() - span) }
}

export function isNarrowed(query: Query): boolean {
  return filterParams.some((param) => readOne(query, param) !== undefined)
}

/** Columns a reader may hide, in their order. */
export const columns = ['key', 'status', 'client', 'user', 'tags', 'input', 'output', 'charge', 'latency', 'ttft'] as const
export type ColumnId = (typeof columns)[number]
