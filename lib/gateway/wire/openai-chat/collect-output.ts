import type { OutputText } from '#lib/gateway/streaming/output-text'
import { colon, endOfString, endOfValue, quote, skipSpace } from '#lib/gateway/wire/json-bytes'

type KeyKind = 'text' | 'reasoning' | 'finish' | 'skip'

/** Names under which dialects send output; `reasoning_details` and `logprobs` repeat text that is already counted. */
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
  ['reasoning_details', 'skip'],
  ['logprobs', 'skip'],
  ['annotations', 'skip'],
])
const choicesKey = Buffer.from('"choices"')
/** The words of every known dialect fit; anything else, such as a NUL that the database refuses, is no finish reason. */
const finishReasonForm = /^[\w.-]{1,64}$/
const longestFinishReason = 64

/**
 * Appends the output text of one chat chunk or answer to `output`, hopping from key to key without parsing.
 * Returns the finish reason it names, if any.
 */
export function collectOutput(payload: Buffer, output: OutputText): string | null {
  let finishReason: string | null = null
  let reasoningBytes = -1
  let at = Math.max(0, payload.indexOf(choicesKey))
  for (;;) {
    while (at < payload.length && payload[at] !== quote) at++
    if (at >= payload.length) return finishReason
    const keyStart = at
    const keyEnd = endOfString(payload, keyStart)
    if (keyEnd < 0) return finishReason
    at = skipSpace(payload, keyEnd)
    if (payload[at] !== colon) continue
    at = skipSpace(payload, at + 1)
    const kind = keyKinds.get(payload.toString('latin1', keyStart + 1, keyEnd - 1))
    if (kind === undefined || (kind !== 'skip' && payload[at] !== quote)) continue
    const valueEnd = endOfValue(payload, at)
    if (valueEnd < 0) return finishReason
    const bytes = valueEnd - at - 2
    if (kind === 'finish') finishReason = readFinishReason(payload, at + 1, valueEnd - 1) ?? finishReason
    else if (kind === 'text') output.append(payload, at + 1, valueEnd - 1)
    // Some servers send the same reasoning under both names.
    else if (kind === 'reasoning' && bytes !== reasoningBytes) {
      output.append(payload, at + 1, valueEnd - 1)
      reasoningBytes = bytes
    }
    at = valueEnd
  }
}

function readFinishReason(payload: Buffer, start: number, end: number): string | null {
  if (end - start > longestFinishReason) return null
  const reason = payload.toString('latin1', start, end)
  return finishReasonForm.test(reason) ? reason : null
}
