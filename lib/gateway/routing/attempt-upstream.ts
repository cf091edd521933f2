import { callUpstream, readWhole, type UpstreamAnswer } from '#lib/gateway/channels/call-upstream'
import type { GoneSignal } from '#lib/gateway/client-gone'
import { openCredential } from '#lib/gateway/channels/open-credential'
import { upstreamTarget } from '#lib/gateway/channels/upstream-pool'
import { upstreamSignal } from '#lib/gateway/routing/drain'
import { openStream, type OpenedStream } from '#lib/gateway/routing/open-stream'
import { classifyUpstreamStatus, codeOfConnectionFailure, type UpstreamFault } from '#lib/gateway/routing/classify-upstream-failure'
import { type ScrubbedError, scrubUpstreamError } from '#lib/gateway/routing/scrub-upstream-error'
import type { ChannelCandidate, Snapshot } from '#lib/gateway/snapshot/snapshot'
import type { MeterOptions } from '#lib/gateway/wire/openai-chat/meter-stream'
import { type ChatAnswer, readChatAnswer } from '#lib/gateway/wire/openai-chat/read-answer'
import type { ErrorCode } from '#lib/shared/errors'

const maxAnswerBytes = 64 * 1024 * 1024
const maxErrorBytes = 256 * 1024
const endpoint = '/chat/completions'

/** What one try at one channel came to. A failure has sent nothing to the client. */
export type Attempt =
  | { kind: 'whole'; status: number; body: Buffer; answer: ChatAnswer }
  | { kind: 'stream'; status: number; stream: OpenedStream }
  | {
      kind: 'failure'
      fault: UpstreamFault
      status: number | null
      code: ErrorCode
      error: ScrubbedError
      retryAfterSeconds: number | null
      cause?: unknown
    }

export interface AttemptInput {
  snapshot: Snapshot
  candidate: ChannelCandidate
  credentialId: string
  body: Buffer
  stream: boolean
  meter: MeterOptions
  signal: GoneSignal
  /** Until the upstream's headers; running streams are not cut by it. */
  timeoutMs: number
}

/** Sends the request to one channel; failures are answered, not thrown, unless the client has gone. */
export async function attemptUpstream(input: AttemptInput): Promise<Attempt> {
  let secrets: string[] = []
  try {
    const sealed = input.snapshot.credentials.get(input.credentialId)
    const credential = sealed ? openCredential(sealed) : null
    const { host } = upstreamTarget(input.candidate.baseUrl, endpoint)
    secrets = credential === null ? [host] : [credential, host]
    const { body, stream, timeoutMs } = input
    const signal = upstreamSignal(input.signal, input.candidate.drainsOnDisconnect)
    const answer = await callUpstream({ baseUrl: input.candidate.baseUrl, endpoint, credential, body, stream, signal, timeoutMs })
    if (answer.status < 200 || answer.status > 299) return await readFailure(answer, secrets)
    if (stream && answer.contentType.includes('text/event-stream')) return await readStream(answer, input.meter, secrets)
    return await readAnswer(answer, secrets)
  } catch (error) {
    if (input.signal.aborted) throw error
    return failure('channel', null, codeOfConnectionFailure(error), null, secrets, null, error)
  }
}

async function readFailure(answer: UpstreamAnswer, secrets: readonly string[]): Promise<Attempt> {
  const text = (await readWhole(answer.body, maxErrorBytes).catch(() => Buffer.alloc(0))).toString()
  const fault = classifyUpstreamStatus(answer.status, text)
  const code = fault === 'client' ? 'upstream_rejected' : fault === 'rate' ? 'upstream_rate_limited' : 'upstream_error'
  return failure(fault, answer.status, code, parseJson(text), secrets, answer.retryAfterSeconds)
}

async function readAnswer(answer: UpstreamAnswer, secrets: readonly string[]): Promise<Attempt> {
  const body = await readWhole(answer.body, maxAnswerBytes)
  const read = readChatAnswer(body)
  if (!read) return failure('channel', answer.status, 'upstream_error', null, secrets, null)
  if (read.upstreamError !== null) return failure('channel', answer.status, 'upstream_error', read.upstreamError, secrets, null)
  return { kind: 'whole', status: answer.status, body, answer: read }
}

async function readStream(answer: UpstreamAnswer, meter: MeterOptions, secrets: readonly string[]): Promise<Attempt> {
  const stream = await openStream(answer.body, meter, secrets)
  if (stream.first.length > 0) return { kind: 'stream', status: answer.status, stream }
  return failure('channel', answer.status, 'upstream_error', stream.meter.metered.upstreamError, secrets, null)
}

function failure(
  fault: UpstreamFault,
  status: number | null,
  code: ErrorCode,
  raw: unknown,
  secrets: readonly string[],
  retryAfterSeconds: number | null,
  cause?: unknown,
): Attempt {
  return { kind: 'failure', fault, status, code, error: scrubUpstreamError(raw, secrets), retryAfterSeconds, cause }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
