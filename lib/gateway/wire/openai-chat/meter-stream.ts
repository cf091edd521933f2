import { inputTokens, outputTokens, type TokenUsage } from '#lib/shared/pricing/token-usage'
import { OutputText } from '#lib/gateway/streaming/output-text'
import { readEventData } from '#lib/gateway/streaming/read-event-data'
import { createEventSplitter } from '#lib/gateway/streaming/split-events'
import { collectOutput, hasOutput, type SeenOutput } from '#lib/gateway/wire/openai-chat/collect-output'
import { type Cut, cutMember, meteredMembers, parseMember, readUsage, setCost } from '#lib/gateway/wire/openai-chat/read-usage'
import { closeBracket, skipSpace } from '#lib/gateway/wire/json-bytes'
import { type Member, scanTopLevel } from '#lib/gateway/wire/scan-top-level'
import type { Clock } from '#lib/shared/clock'

const maxEventBytes = 64 * 1024 * 1024
const maxOutputTextBytes = 1024 * 1024
/** Of an unfinished event: not known to be one line, so each is looked at. */
const unknownLines = 2
const doneMarker = Buffer.from('[DONE]')
const usageKey = Buffer.from('"usage"')
const errorKey = Buffer.from('"error"')

export interface MeterOptions {
  /** The client asked for usage: it stays, with our `cost`. Otherwise every trace of it is taken out. */
  wantsUsage: boolean
  /** Our price of a usage as a decimal text in USD. */
  costUsd(usage: TokenUsage): string
  clock: Clock
}

/** What a stream has told so far. The last usage wins, for some upstreams repeat a running count, unless it is less than one before. */
export interface MeteredStream extends SeenOutput {
  usage: TokenUsage | null
  sawDone: boolean
  /** When the first output text came. */
  firstContentAt: number | null
  /** The `error` value of an error event inside the stream; nothing after it is forwarded. */
  upstreamError: unknown
}

export interface StreamMeter {
  readonly metered: MeteredStream
  /** The bytes to forward for these bytes from the upstream; views of them wherever nothing changed. */
  push(chunk: Buffer): Buffer[]
  /** What is left when the upstream has ended: a last event without its blank line, if it is whole. */
  finish(): Buffer[]
}

/** Forwards a chat completion stream event by event while it reads usage, output and outcome; parses nothing but usage and errors. */
export function createStreamMeter(options: MeterOptions): StreamMeter {
  const metered: MeteredStream = {
    usage: null,
    finishReason: null,
    sawDone: false,
    firstContentAt: null,
    output: new OutputText(maxOutputTextBytes),
    imageTokens: 0,
    audioTokens: 0,
    upstreamError: null,
  }
  let pieces: Buffer[] = []
  let wasDropped = false
  let run: { bytes: Buffer; start: number; end: number } | null = null

  function forward(bytes: Buffer, start: number, end: number) {
    if (start === end) return
    if (run && run.bytes === bytes && run.end === start) run.end = end
    else {
      flush()
      run = { bytes, start, end }
    }
  }

  function flush() {
    if (run) pieces.push(run.bytes.subarray(run.start, run.end))
    run = null
  }

  function take(): Buffer[] {
    flush()
    const taken = pieces
    pieces = []
    return taken
  }

  function onEvent(bytes: Buffer, start: number, end: number, lines: number) {
    if (metered.upstreamError !== null) return
    if (lines === 0 && wasDropped) return
    wasDropped = false
    const data = readEventData(bytes, start, end, lines)
    if (data === null) return forward(bytes, start, end)
    const payload = data.joined ?? bytes.subarray(data.start, data.end)
    if (payload.length === doneMarker.length && payload.equals(doneMarker)) {
      metered.sawDone = true
      return forward(bytes, start, end)
    }
    const verdict = inspect(payload)
    if (verdict === 'forward') return forward(bytes, start, end)
    if (verdict === 'drop') {
      wasDropped = true
      return
    }
    if (data.joined) return splice(Buffer.from(`data: ${applyCut(payload, verdict).replaceAll('\n', ' ')}\n\n`))
    forward(bytes, start, data.start + verdict.start)
    if (verdict.text !== '') splice(Buffer.from(verdict.text))
    forward(bytes, data.start + verdict.end, end)
  }

  function splice(bytes: Buffer) {
    flush()
    pieces.push(bytes)
  }

  function inspect(payload: Buffer): 'forward' | 'drop' | Cut {
    collectOutput(payload, metered)
    if (metered.firstContentAt === null && hasOutput(metered)) metered.firstContentAt = options.clock()
    const mentionsUsage = payload.indexOf(usageKey) >= 0
    if (!mentionsUsage && payload.indexOf(errorKey) < 0) return 'forward'
    const top = scanTopLevel(payload, meteredMembers)
    if (!top) return 'forward'
    metered.usage = largerUsage(metered.usage, readUsage(payload, top.members))
    const error = parseMember(payload, top.members.get('error'))
    if (error !== null) {
      metered.upstreamError = error
      return 'drop'
    }
    return judgeUsage(payload, top.members)
  }

  function judgeUsage(payload: Buffer, members: ReadonlyMap<string, Member>): 'forward' | 'drop' | Cut {
    const usage = members.get('usage')
    if (!usage) return 'forward'
    if (options.wantsUsage) return (metered.usage && setCost(payload, usage, costOf(metered.usage))) ?? 'forward'
    const isUsageOnly = payload[usage.valueStart] !== 0x6e && hasNoChoices(payload, members.get('choices'))
    return isUsageOnly ? 'drop' : cutMember(payload, usage)
  }

  /** Zeros beside an answer are not believed, and an estimate is made behind the answer. */
  function costOf(usage: TokenUsage): string {
    return inputTokens(usage) + outputTokens(usage) === 0 && hasOutput(metered) ? 'null' : options.costUsd(usage)
  }

  const splitter = createEventSplitter(onEvent, maxEventBytes)
  return {
    metered,
    push(chunk) {
      splitter.push(chunk)
      return take()
    },
    finish() {
      const rest = splitter.rest()
      if (rest && isWhole(rest)) onEvent(rest, 0, rest.length, unknownLines)
      return take()
    },
  }
}

function largerUsage(earlier: TokenUsage | null, later: TokenUsage | null): TokenUsage | null {
  if (!earlier || !later) return later ?? earlier
  return inputTokens(later) + outputTokens(later) < inputTokens(earlier) + outputTokens(earlier) ? earlier : later
}

function hasNoChoices(payload: Buffer, choices: Member | undefined): boolean {
  return !choices || payload[skipSpace(payload, choices.valueStart + 1)] === closeBracket
}

function applyCut(payload: Buffer, cut: Cut): string {
  return payload.toString('utf8', 0, cut.start) + cut.text + payload.toString('utf8', cut.end)
}

/** An event that only lacks its blank line, as against one the upstream broke off in. */
function isWhole(rest: Buffer): boolean {
  const data = readEventData(rest, 0, rest.length, unknownLines)
  if (data === null) return false
  const payload = data.joined ?? rest.subarray(data.start, data.end)
  if (payload.equals(doneMarker)) return true
  try {
    JSON.parse(payload.toString())
    return true
  } catch {
    return false
  }
}
