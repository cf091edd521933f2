import { z } from 'zod'
import type { Refund } from '#lib/portal/credits/refund-request'
import { idOut, showIdOrNull, timeOut, usdOut } from '#lib/portal/management-api/wire/fields'
import { type RequestInternals, type RequestRecord, requestStatuses } from '#lib/portal/requests/request-row'
import { showId } from '#lib/shared/ids'
import { formatUsd } from '#lib/shared/money'
import type { TokenUsage } from '#lib/shared/pricing/token-usage'

export const requestStatus = z.enum(requestStatuses)
const count = z.number().int()

const tokensOut = z
  .object({
    input: count,
    cache_read: count,
    cache_write_5m: count,
    cache_write_1h: count,
    output: count,
    reasoning: count,
    audio_in: count,
    audio_out: count,
    image: count,
  })
  .meta({ id: 'TokensByClass' })

const internalsOut = z
  .object({
    channel_id: idOut('chan').nullable(),
    upstream_model: z.string().nullable(),
    cost_usd: usdOut,
    cost_price_id: idOut('price').nullable(),
    hold_usd: usdOut,
    attempts: z.unknown().describe('Which channels were tried, and how each ended'),
  })
  .meta({ id: 'RequestInternals' })

export const requestOut = z
  .object({
    id: idOut('req'),
    team_id: idOut('team'),
    key_id: idOut('key'),
    key_name: z.string().nullable(),
    model: z.string(),
    wire: z.string(),
    status: requestStatus,
    http_status: count.nullable(),
    error_code: z.string().nullable(),
    finish_reason: z.string().nullable(),
    streamed: z.boolean(),
    estimated: z.boolean().describe('The upstream told no usage; the tokens were counted from what was seen'),
    tokens: tokensOut,
    charge_usd: usdOut,
    overrun_usd: usdOut,
    refunded_usd: usdOut,
    sell_price_id: idOut('price').nullable(),
    latency_ms: count.nullable(),
    ttft_ms: count.nullable(),
    overhead_us: count.nullable(),
    started_at: timeOut,
    settled_at: timeOut,
    internals: internalsOut.nullable().describe('Operators only'),
  })
  .meta({ id: 'Request' })

export const refundOut = z
  .object({ request_id: idOut('req'), team_id: idOut('team'), entry_id: idOut('entry'), amount_usd: usdOut })
  .meta({ id: 'Refund' })

export function showRequest(request: RequestRecord): z.infer<typeof requestOut> {
  return {
    id: showId('req', request.id),
    team_id: showId('team', request.teamId),
    key_id: showId('key', request.keyId),
    key_name: request.keyName,
    model: request.model,
    wire: request.wire,
    status: request.status,
    http_status: request.httpStatus,
    error_code: request.errorCode,
    finish_reason: request.finishReason,
    streamed: request.streamed,
    estimated: request.estimated,
    tokens: showTokens(request.tokens),
    charge_usd: formatUsd(request.chargeNanos),
    overrun_usd: formatUsd(request.overrunNanos),
    refunded_usd: formatUsd(request.refundedNanos),
    sell_price_id: showIdOrNull('price', request.sellPriceId),
    latency_ms: request.latencyMs,
    ttft_ms: request.ttftMs,
    overhead_us: request.overheadUs,
    started_at: request.startedAt.toISOString(),
    settled_at: request.settledAt.toISOString(),
    internals: request.internals && showInternals(request.internals),
  }
}

function showTokens(tokens: TokenUsage): z.infer<typeof tokensOut> {
  return {
    input: tokens.input,
    cache_read: tokens.cacheRead,
    cache_write_5m: tokens.cacheWrite5m,
    cache_write_1h: tokens.cacheWrite1h,
    output: tokens.output,
    reasoning: tokens.reasoning,
    audio_in: tokens.audioIn,
    audio_out: tokens.audioOut,
    image: tokens.image,
  }
}

function showInternals(internals: RequestInternals): z.infer<typeof internalsOut> {
  return {
    channel_id: showIdOrNull('chan', internals.channelId),
    upstream_model: internals.upstreamModel,
    cost_usd: formatUsd(internals.costNanos),
    cost_price_id: showIdOrNull('price', internals.costPriceId),
    hold_usd: formatUsd(internals.holdNanos),
    attempts: internals.attempts,
  }
}

export function showRefund(refund: Refund): z.infer<typeof refundOut> {
  return {
    request_id: showId('req', refund.requestId),
    team_id: showId('team', refund.teamId),
    entry_id: showId('entry', refund.entryId),
    amount_usd: formatUsd(refund.amountNanos),
  }
}
