import type { OutputText } from '#lib/gateway/streaming/output-text'
import {
  backslash,
  closeBracket,
  colon,
  endOfString,
  endOfValue,
  openBrace,
  openBracket,
  quote,
  skipSpace,
} from '#lib/gateway/wire/json-bytes'
import { scanArray } from '#lib/gateway/wire/scan-array'

/** What an answer has shown of its output so far. */
export interface SeenOutput {
  output: OutputText
  /** Of images in the answer; text is counted from `output`. */
  imageTokens: number
  audioTokens: number
  finishReason: string | null
}

type KeyKind = 'text' | 'reasoning' | 'details' | 'finish' | 'image' | 'images' | 'audio' | 'skip'

/** Names under which dialects send output; `logprobs` repeat text that is already counted. */
const keyKinds: ReadonlyMap<string, KeyKind> = new Map([
  ['content', 'text'],
  ['text', 'text'],
  ['refusal', 'text'],
  ['name', 'text'],
  ['arguments', 'text'],
  ['input', 'text'],
  ['thinking', 'text'],
  ['transcript', 'text'],
  ['reasoning', 'reasoning'],
  ['reasoning_content', 'reasoning'],
  ['finish_reason', 'finish'],
  ['reasoning_details', 'details'],
  ['images', 'images'],
  ['image_url', 'image'],
  ['b64_json', 'image'],
  ['inline_data', 'image'],
  ['data', 'audio'],
  ['logprobs', 'skip'],
  ['annotations', 'skip'],
])
const detailKinds: ReadonlyMap<string, KeyKind> = new Map([
  ['text', 'text'],
  ['summary', 'text'],
])
const choicesKey = Buffer.from('"choices"')
const finishReasonKey = Buffer.from('"finish_reason"')
/** The words of every known dialect fit; anything else, such as a NUL that the database refuses, is no finish reason. */
const finishReasonForm = /^[\w.-]{1,64}$/
const longestFinishReason = 64
/** The dearest image that models on the chat wire make: Gemini's largest, by its price list. */
const tokensPerImage = 2000
/** Streams are 24 kHz PCM, 64,000 base64 bytes a second, for which OpenAI counts 20 tokens and Gemini 32. */
const audioBytesPerToken = 2000

/** Adds the output of one chat chunk or answer to `seen`, and its finish reason, hopping from key to key without parsing. */
export function collectOutput(payload: Buffer, seen: SeenOutput): void {
  collectKeys(payload, Math.max(0, payload.indexOf(choicesKey)), keyKinds, seen)
}

/** The last finish reason of an answer, found from its end without a look at what it says. */
export function findFinishReason(payload: Buffer): string | null {
  const from = Math.max(0, payload.indexOf(choicesKey))
  for (let at = payload.lastIndexOf(finishReasonKey); at > from; at = payload.lastIndexOf(finishReasonKey, at - 1)) {
    // The end of a text that quotes the name, or the text itself.
    if (payload[at - 1] === backslash) continue
    const colonAt = skipSpace(payload, at + finishReasonKey.length)
    const start = skipSpace(payload, colonAt + 1)
    if (payload[colonAt] !== colon || payload[start] !== quote) continue
    const end = endOfString(payload, start)
    const reason = end < 0 ? null : readFinishReason(payload, start + 1, end - 1)
    if (reason !== null) return reason
  }
  return null
}

/** Whether anything was seen that is worth money. */
export function hasOutput({ output, imageTokens, audioTokens }: Pick<SeenOutput, 'output' | 'imageTokens' | 'audioTokens'>): boolean {
  return output.totalBytes + imageTokens + audioTokens > 0
}

function collectKeys(payload: Buffer, from: number, kinds: ReadonlyMap<string, KeyKind>, seen: SeenOutput): void {
  let reasoningBytes = -1
  let details: Buffer | null = null
  for (let at = from; ; ) {
    while (at < payload.length && payload[at] !== quote) at++
    const keyStart = at
    const keyEnd = at < payload.length ? endOfString(payload, keyStart) : -1
    if (keyEnd < 0) break
    at = skipSpace(payload, keyEnd)
    if (payload[at] !== colon) continue
    at = skipSpace(payload, at + 1)
    const kind = kinds.get(payload.toString('latin1', keyStart + 1, keyEnd - 1))
    if (kind === undefined || (payload[at] !== quote && !takesAnyValue(kind, payload, at))) continue
    const valueEnd = endOfValue(payload, at)
    if (valueEnd < 0) break
    const bytes = valueEnd - at - 2
    if (kind === 'finish') seen.finishReason = readFinishReason(payload, at + 1, valueEnd - 1) ?? seen.finishReason
    else if (kind === 'text') seen.output.append(payload, at + 1, valueEnd - 1)
    else if (kind === 'image') seen.imageTokens += tokensPerImage
    else if (kind === 'images') seen.imageTokens += tokensPerImage * Math.max(1, scanArray(payload.subarray(at, valueEnd)).length)
    else if (kind === 'audio') seen.audioTokens += Math.ceil(bytes / audioBytesPerToken)
    else if (kind === 'details') details = payload.subarray(at, valueEnd)
    // Some servers send the same reasoning under both names.
    else if (kind === 'reasoning' && bytes !== reasoningBytes) {
      seen.output.append(payload, at + 1, valueEnd - 1)
      reasoningBytes = bytes
    }
    at = valueEnd
  }
  // Where there was plain reasoning too, the details repeat it.
  if (details && reasoningBytes <= 0) collectKeys(details, 0, detailKinds, seen)
}

/** Whether a value that is no string counts too: an object for an image, an array for images, details in any shape. */
function takesAnyValue(kind: KeyKind, payload: Buffer, at: number): boolean {
  if (kind === 'images') return payload[at] === openBracket && payload[skipSpace(payload, at + 1)] !== closeBracket
  if (kind === 'image') return payload[at] === openBrace
  return kind === 'skip' || kind === 'details'
}

function readFinishReason(payload: Buffer, start: number, end: number): string | null {
  if (end - start > longestFinishReason) return null
  const reason = payload.toString('latin1', start, end)
  return finishReasonForm.test(reason) ? reason : null
}
