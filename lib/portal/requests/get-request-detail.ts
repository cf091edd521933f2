import type { Actor } from '#lib/portal/acting/actor'
import { operatorMay } from '#lib/portal/acting/permissions'
import { reading } from '#lib/portal/acting/run-verb'
import { toPrice, toPriceVersion } from '#lib/portal/prices/price-row'
import type { Price } from '#lib/portal/prices/price'
import { buildTimeline, type Timeline } from '#lib/portal/requests/build-timeline'
import { findTeamOfRequest } from '#lib/portal/requests/get-request'
import { readAttempts } from '#lib/portal/requests/request-attempts'
import { type RequestInternals, type RequestRecord, toRequestRecord } from '#lib/portal/requests/request-row'
import { selectRequest } from '#lib/portal/requests/select-requests'
import { asPortal, type RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'
import { type ChargeExplanation, explainCharge } from '#lib/shared/pricing/explain-charge'
import { toPriceCard } from '#lib/shared/pricing/price-card'

/** What an operator sees beside it. Amounts are nanodollars. */
export interface RequestBehind extends RequestInternals {
  /** By channel id, deleted ones too. */
  channelNames: ReadonlyMap<string, string>
  marginNanos: bigint
}

/** One request, explained. */
export interface RequestDetail {
  request: RequestRecord
  timeline: Timeline
  /** The sell price it was admitted under; null for requests that never had one. */
  price: Price | null
  explanation: ChargeExplanation | null
  behind: RequestBehind | null
}

/**
 * A request of one of the actor's teams; `teamId` limits it to that one.
 * @throws TollgateError `not_found`, also for a request of another team
 */
export async function getRequestDetail(actor: Actor, requestId: string, teamId?: string): Promise<RequestDetail> {
  const owner = await findTeamOfRequest(requestId)
  if (teamId !== undefined && owner !== teamId) throw new TollgateError('not_found')
  const seen = await reading(actor, 'request.read', owner, async (transaction, sight) => {
    const row = await selectRequest(transaction, sight, owner, requestId)
    if (!row) throw new TollgateError('not_found')
    return { request: toRequestRecord(row), attempts: await readAttempts(transaction, sight, requestId) }
  })
  // The read above has proved that the actor may see this request, and so the price it was charged by.
  return asPortal(async (transaction) => {
    const { request } = seen
    const price = await readPrice(transaction, request.sellPriceId)
    const isOperator = request.internals !== null || (await isOperatorToo(transaction, actor))
    const attempts = isOperator ? await readAttempts(transaction, 'operator', requestId) : seen.attempts
    return {
      request,
      timeline: buildTimeline(request, attempts),
      price,
      explanation: price && explain(request, price),
      behind: isOperator ? await readBehind(transaction, owner, requestId) : null,
    }
  })
}

function explain(request: RequestRecord, price: Price): ChargeExplanation {
  const { tokens: usage, chargeNanos, estimated } = request
  return explainCharge({ usage, chargeNanos, estimated }, toPriceCard(price))
}

async function readPrice(transaction: RoleTransaction, priceId: string | null): Promise<Price | null> {
  if (priceId === null) return null
  const row = await transaction.selectFrom('core.price_versions').selectAll().where('id', '=', priceId).executeTakeFirst()
  return row ? toPrice(toPriceVersion(row)) : null
}

/** An operator who is a member of the team as well loses nothing by it. */
async function isOperatorToo(transaction: RoleTransaction, actor: Actor): Promise<boolean> {
  if (actor.kind !== 'user') return false
  const user = await transaction
    .selectFrom('core.users')
    .select('operator_role')
    .where('id', '=', actor.userId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  return operatorMay('request.read', user?.operator_role ?? null)
}

async function readBehind(transaction: RoleTransaction, teamId: string, requestId: string): Promise<RequestBehind | null> {
  const row = await selectRequest(transaction, 'operator', teamId, requestId)
  const internals = row && toRequestRecord(row).internals
  if (!internals) return null
  const tried = (await readAttempts(transaction, 'operator', requestId)).flatMap(({ channelId }) => channelId ?? [])
  const ids = [...new Set([...tried, ...(internals.channelId === null ? [] : [internals.channelId])])]
  const channels =
    ids.length === 0 ? [] : await transaction.selectFrom('core.channels').select(['id', 'name']).where('id', 'in', ids).execute()
  return {
    ...internals,
    channelNames: new Map(channels.map(({ id, name }) => [id, name])),
    marginNanos: row.charge_nanos - row.refunded_nanos - internals.costNanos,
  }
}
