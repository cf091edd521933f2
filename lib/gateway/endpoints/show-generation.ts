import { answerJson, usdNumber } from '#lib/gateway/endpoints/answer-json'
import type { RequestContext } from '#lib/gateway/endpoints/context'
import { whenSettled } from '#lib/gateway/in-flight'
import type { GatewayResponse } from '#lib/gateway/types'
import { gatewayPool } from '#lib/shared/database/pools'
import { TollgateError } from '#lib/shared/errors'
import { parseId, showId } from '#lib/shared/ids'

/** What `usage.gateway_request` answers of a settled request. */
interface RequestRow {
  id: string
  started_at: string
  channel_id: string | null
  model: string
  wire: string
  status: string
  http_status: number | null
  error_code: string | null
  finish_reason: string | null
  streamed: boolean
  estimated: boolean
  input_tokens: number
  cache_read_tokens: number
  cache_write_5m_tokens: number
  cache_write_1h_tokens: number
  output_tokens: number
  reasoning_tokens: number
  audio_in_tokens: number
  audio_out_tokens: number
  image_tokens: number
  charge_nanos: string
  refunded_nanos: string
  latency_ms: number | null
  ttft_ms: number | null
}

/** `GET /generation?id=req_…`: the settled record of one request of the caller's team. */
export async function serveGeneration(context: RequestContext): Promise<GatewayResponse> {
  const shown = context.request.query.get('id')
  if (!shown)
    throw new TollgateError('invalid_request', { param: 'id', message: 'Give the id of a request, as "x-request-id" named it: ?id=req_…' })
  const id = parseId('req', shown)
  if (id === null) throw new TollgateError('not_found', { param: 'id', message: 'There is no such request.' })
  await whenSettled(id)
  const { rows } = await gatewayPool().query<{ request: RequestRow | null }>('select usage.gateway_request($1, $2) as request', [
    context.caller.key.teamId,
    id,
  ])
  const row = rows[0]?.request
  if (!row) throw new TollgateError('not_found', { param: 'id', message: 'There is no such request, or it is not settled yet.' })
  return answerJson({ data: describeRequest(row) })
}

function describeRequest(row: RequestRow) {
  const prompt =
    row.input_tokens +
    row.cache_read_tokens +
    row.cache_write_5m_tokens +
    row.cache_write_1h_tokens +
    row.audio_in_tokens +
    row.image_tokens
  const completion = row.output_tokens + row.reasoning_tokens + row.audio_out_tokens
  return {
    id: showId('req', row.id),
    created_at: row.started_at,
    model: row.model,
    api_type: row.wire,
    status: row.status,
    http_status: row.http_status,
    error_code: row.error_code,
    channel: row.channel_id === null ? null : showId('chan', row.channel_id),
    streamed: row.streamed,
    cancelled: row.status === 'aborted',
    estimated: row.estimated,
    finish_reason: row.finish_reason,
    latency: row.latency_ms,
    ttft: row.ttft_ms,
    total_cost: usdNumber(BigInt(row.charge_nanos) - BigInt(row.refunded_nanos)),
    usage: usdNumber(BigInt(row.charge_nanos)),
    tokens_prompt: prompt,
    tokens_completion: completion,
    native_tokens_prompt: prompt,
    native_tokens_completion: completion,
    native_tokens_reasoning: row.reasoning_tokens,
    native_tokens_cached: row.cache_read_tokens,
    tokens: {
      input: row.input_tokens,
      cache_read: row.cache_read_tokens,
      cache_write_5m: row.cache_write_5m_tokens,
      cache_write_1h: row.cache_write_1h_tokens,
      output: row.output_tokens,
      reasoning: row.reasoning_tokens,
      audio_in: row.audio_in_tokens,
      audio_out: row.audio_out_tokens,
      image: row.image_tokens,
    },
  }
}
