import { labelOf } from '#lib/portal/keys/tell-apart'
import type { Selectable } from 'kysely'
import type { StageTimes } from '#lib/ledger/settle-request'
import type { Json, UsageRequests } from '#lib/shared/database/types'
import type { TokenUsage } from '#lib/shared/pricing/token-usage'

export const requestStatuses = ['succeeded', 'failed', 'aborted', 'interrupted', 'orphaned'] as const
export type RequestStatus = (typeof requestStatuses)[number]

/** What only operators see: who served it and what that cost. */
export interface RequestInternals {
  channelId: string | null
  upstreamModel: string | null
  costNanos: bigint
  costPriceId: string | null
  holdNanos: bigint
  attempts: Json
}

export interface RequestRecord {
  id: string
  teamId: string
  keyId: string
  keyName: string | null
  /** The name, told apart from other keys of the same name. */
  keyLabel: string | null
  keyDisplay: string | null
  /** A member's own key for the playground, or one that was made for use elsewhere. */
  keyKind: 'inference' | 'playground'
  /** Whether the key was deleted since; the playground's own come and go unseen. */
  keyDeleted: boolean
  model: string
  wire: string
  status: RequestStatus
  httpStatus: number | null
  errorCode: string | null
  finishReason: string | null
  streamed: boolean
  /** The upstream told no usage; the tokens were counted from what was seen. */
  estimated: boolean
  /** As they were priced. */
  tokens: TokenUsage
  sellPriceId: string | null
  chargeNanos: bigint
  overrunNanos: bigint
  refundedNanos: bigint
  latencyMs: number | null
  ttftMs: number | null
  overheadUs: number | null
  /** Null for requests from before it was recorded. */
  stages: StageTimes | null
  /** What the request said of itself, as far as its key's policy keeps it. */
  client: string | null
  endUser: string | null
  tags: string[]
  metadata: Json
  address: string | null
  startedAt: Date
  settledAt: Date
  internals: RequestInternals | null
}

/** The columns a member may read; the rest needs an operator. */
export const memberColumns = [
  'r.id',
  'r.started_at',
  'r.team_id',
  'r.key_id',
  'r.model',
  'r.wire',
  'r.status',
  'r.http_status',
  'r.error_code',
  'r.finish_reason',
  'r.streamed',
  'r.estimated',
  'r.input_tokens',
  'r.cache_read_tokens',
  'r.cache_write_5m_tokens',
  'r.cache_write_1h_tokens',
  'r.output_tokens',
  'r.reasoning_tokens',
  'r.audio_in_tokens',
  'r.audio_out_tokens',
  'r.image_tokens',
  'r.sell_price_id',
  'r.charge_nanos',
  'r.overrun_nanos',
  'r.refunded_nanos',
  'r.latency_ms',
  'r.ttft_ms',
  'r.overhead_us',
  'r.key_us',
  'r.receive_us',
  'r.policy_us',
  'r.limits_us',
  'r.admission_us',
  'r.client',
  'r.end_user',
  'r.tags',
  'r.metadata',
  'r.address',
  'r.settled_at',
] as const

export const operatorColumns = [
  'r.channel_id',
  'r.upstream_model',
  'r.cost_nanos',
  'r.cost_price_id',
  'r.hold_nanos',
  'r.attempts',
] as const

type InternalColumn = 'channel_id' | 'upstream_model' | 'cost_nanos' | 'cost_price_id' | 'hold_nanos' | 'attempts'
type Row = Selectable<UsageRequests>
export type RequestRow = Omit<Row, InternalColumn | 'entry_id' | 'settled_xid' | 'period_ids'> &
  Partial<Pick<Row, InternalColumn>> & {
    key_name: string | null
    key_display: string | null
    key_kind: string | null
    key_status: string | null
    key_name_shared: boolean
  }

export function toRequestRecord(row: RequestRow): RequestRecord {
  return {
    id: row.id,
    teamId: row.team_id,
    keyId: row.key_id,
    keyName: row.key_name,
    keyLabel: row.key_name === null ? null : labelOf({ name: row.key_name, display: row.key_display ?? '' }, row.key_name_shared),
    keyDisplay: row.key_display,
    keyKind: row.key_kind === 'playground' ? 'playground' : 'inference',
    keyDeleted: row.key_status === 'deleted' && row.key_kind !== 'playground',
    model: row.model,
    wire: row.wire,
    status: requestStatuses.find((status) => status === row.status) ?? 'failed',
    httpStatus: row.http_status,
    errorCode: row.error_code,
    finishReason: row.finish_reason,
    streamed: row.streamed,
    estimated: row.estimated,
    tokens: toTokens(row),
    sellPriceId: row.sell_price_id,
    chargeNanos: row.charge_nanos,
    overrunNanos: row.overrun_nanos,
    refundedNanos: row.refunded_nanos,
    latencyMs: row.latency_ms,
    ttftMs: row.ttft_ms,
    overheadUs: row.overhead_us,
    stages: toStages(row),
    client: row.client,
    endUser: row.end_user,
    tags: row.tags ?? [],
    metadata: row.metadata,
    address: row.address,
    startedAt: row.started_at,
    settledAt: row.settled_at,
    internals: toInternals(row),
  }
}

function toStages(row: RequestRow): StageTimes | null {
  const { key_us, receive_us, policy_us, limits_us, admission_us } = row
  if (key_us === null || receive_us === null || policy_us === null || admission_us === null) return null
  return { keyUs: key_us, receiveUs: receive_us, policyUs: policy_us, limitsUs: limits_us, admissionUs: admission_us }
}

function toTokens(row: RequestRow): TokenUsage {
  return {
    input: Number(row.input_tokens),
    cacheRead: Number(row.cache_read_tokens),
    cacheWrite5m: Number(row.cache_write_5m_tokens),
    cacheWrite1h: Number(row.cache_write_1h_tokens),
    output: Number(row.output_tokens),
    reasoning: Number(row.reasoning_tokens),
    audioIn: Number(row.audio_in_tokens),
    audioOut: Number(row.audio_out_tokens),
    image: Number(row.image_tokens),
  }
}

function toInternals(row: RequestRow): RequestInternals | null {
  if (row.cost_nanos === undefined) return null
  return {
    channelId: row.channel_id ?? null,
    upstreamModel: row.upstream_model ?? null,
    costNanos: row.cost_nanos,
    costPriceId: row.cost_price_id ?? null,
    holdNanos: row.hold_nanos ?? 0n,
    attempts: row.attempts ?? [],
  }
}
