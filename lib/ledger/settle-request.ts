import { isIP } from 'node:net'
import { createGroupCommit, type GroupCommit } from '#lib/ledger/group-commit'
import { isPassingFailure, retryCommit } from '#lib/ledger/retry-commit'
import { storableText } from '#lib/ledger/storable-text'
import { gatewayPool } from '#lib/shared/database/pools'
import type { TokenUsage } from '#lib/shared/pricing/token-usage'
import { processState } from '#lib/shared/process-state'

/** One try at an upstream, kept for the request's timeline. */
export interface AttemptRecord {
  channel_id: string
  status: number | null
  failure: string | null
  ms: number
  /** Microseconds from the request's arrival to this try, and how long it took until it failed or the answer began. */
  start_us: number
  duration_us: number
}

/** What was done before the first upstream was asked, one after another; microseconds. Null: there was no such step. */
export interface StageTimes {
  /** The key was looked up. */
  keyUs: number
  /** The body arrived from the client. */
  receiveUs: number
  /** The body was read and checked. */
  policyUs: number
  limitsUs: number | null
  /** The ledger held the worst case, asked again where knowledge was old. */
  admissionUs: number
}

/** What a request said of itself, for reports. Null: not said, or not to be kept. */
export interface RequestContext {
  /** The client tool. */
  client: string | null
  endUser: string | null
  tags: readonly string[] | null
  metadata: Readonly<Record<string, string>> | null
  /** Where it came from; anything but an IPv4 or IPv6 address is left out. */
  address: string | null
}

/** How one admitted request ended. Amounts are nanodollars; the charge is already summed and rounded up once. */
export interface Settlement extends RequestContext {
  requestId: string
  teamId: string
  keyId: string
  channelId: string | null
  sellPriceId: string | null
  costPriceId: string | null
  model: string
  upstreamModel: string | null
  wire: string
  status: 'succeeded' | 'failed' | 'aborted' | 'interrupted'
  httpStatus: number | null
  errorCode: string | null
  finishReason: string | null
  streamed: boolean
  estimated: boolean
  usage: TokenUsage
  chargeNanos: bigint
  costNanos: bigint
  latencyMs: number
  ttftMs: number | null
  overheadUs: number
  stages: StageTimes | null
  attempts: AttemptRecord[]
}

export type SettleOutcome = 'charged' | 'already_settled'

const maxBatch = 256
/** Nobody waits for it, and a batch costs Postgres little more than one request does. */
const gatherMs = 50
/** About two minutes of a database that is away; the hold row outlives even that, and the sweeper takes over. */
const attempts = 30

/**
 * What is not there, or nothing, is left out: every field costs both sides. Names come as jsonb keeps them, the short before
 * the long and then by letter: sorting them cost Postgres a twentieth of the call.
 */
function encodeSettlement(item: Settlement, n: number) {
  const { stages, usage } = item
  const said = encodeContext(item)
  return {
    n,
    id: item.requestId,
    key: item.keyId,
    cost: item.costNanos.toString(),
    sell: item.sellPriceId ?? undefined,
    tags: said.tags,
    team: item.teamId,
    wire: item.wire,
    image: usage.image || undefined,
    input: usage.input || undefined,
    model: item.model,
    charge: item.chargeNanos.toString(),
    client: said.client,
    key_us: stages?.keyUs,
    output: usage.output || undefined,
    status: item.status,
    address: said.address,
    channel: item.channelId ?? undefined,
    ttft_ms: item.ttftMs ?? undefined,
    attempts: item.attempts,
    audio_in: usage.audioIn || undefined,
    end_user: said.end_user,
    metadata: said.metadata,
    streamed: item.streamed || undefined,
    audio_out: usage.audioOut || undefined,
    estimated: item.estimated || undefined,
    limits_us: stages?.limitsUs ?? undefined,
    policy_us: stages?.policyUs,
    reasoning: usage.reasoning || undefined,
    cache_read: usage.cacheRead || undefined,
    cost_price: item.costPriceId ?? undefined,
    error_code: item.errorCode ?? undefined,
    latency_ms: item.latencyMs,
    receive_us: stages?.receiveUs,
    http_status: item.httpStatus ?? undefined,
    overhead_us: item.overheadUs,
    admission_us: stages?.admissionUs,
    finish_reason: item.finishReason ?? undefined,
    cache_write_1h: usage.cacheWrite1h || undefined,
    cache_write_5m: usage.cacheWrite5m || undefined,
    upstream_model: item.upstreamModel ?? undefined,
  }
}

/** Callers wrote these: whatever is in them, the settlement goes through. */
function encodeContext({ client, endUser, tags, metadata, address }: RequestContext) {
  const plainAddress = address?.replace(/%.*$/, '') ?? ''
  return {
    client: client === null ? undefined : storableText(client),
    end_user: endUser === null ? undefined : storableText(endUser),
    tags: tags?.map(storableText),
    metadata:
      metadata === null
        ? undefined
        : Object.fromEntries(Object.entries(metadata).map(([name, value]) => [storableText(name), storableText(value)])),
    address: isIP(plainAddress) === 0 ? undefined : plainAddress,
  }
}

async function commitSettlements(items: Settlement[]): Promise<SettleOutcome[]> {
  const requests = JSON.stringify(items.map(encodeSettlement))
  const { rows } = await retryCommit(attempts, () =>
    gatewayPool().query<{ result: string }>('select ledger.settle($1) as result', [requests]),
  )
  const result = rows[0]?.result ?? ''
  return items.map((_, n) => (result[n] === 'y' ? 'charged' : 'already_settled'))
}

function settlements(): GroupCommit<Settlement, SettleOutcome> {
  return processState('settlements', () =>
    createGroupCommit({
      commit: commitSettlements,
      mayBeOneItem: (error) => !isPassingFailure(error),
      maxBatch,
      gatherMs,
      gathers: 'always',
    }),
  )
}

/** Frees the hold, charges, and writes the request row, exactly once however often it is called for the same id. */
export function settleRequest(item: Settlement): Promise<SettleOutcome> {
  return settlements().submit(item)
}

/** Resolves when every settlement handed over so far is durable; called before a process ends. */
export function drainSettlements(): Promise<void> {
  return settlements().drain()
}
