import { isUtf8 } from 'node:buffer'
import { doAtOnce, doInTurns, type Steps } from '#lib/gateway/take-turns'
import type { ChatRequest, MediaParts } from '#lib/gateway/wire/openai-chat/chat-request'
import { hasHiddenMembers, measureMedia } from '#lib/gateway/wire/openai-chat/measure-media'
import { pricedFields, refuseAmbiguousField, refuseUnpricedFields } from '#lib/gateway/wire/openai-chat/priced-fields'
import { readRequestContext } from '#lib/gateway/wire/openai-chat/read-request-context'
import { readThinkingBudget } from '#lib/gateway/wire/openai-chat/read-thinking-budget'
import { refuseHostedTools } from '#lib/gateway/wire/openai-chat/refuse-hosted-tools'
import { asBuffer, endOfValue, openBracket, skipSpace } from '#lib/gateway/wire/json-bytes'
import { parseArray } from '#lib/gateway/wire/parse-array'
import { type Member, scanTopLevel, type TopLevel } from '#lib/gateway/wire/scan-top-level'
import { TollgateError } from '#lib/shared/errors'

/** OpenAI's own maximum. */
const maxChoices = 128
const maxModelNameLength = 256
/** Parsing 20 MB of nothing but brackets, short keys or numbers would hold up every other request for seconds: some 130,000 members, 800,000 numbers. */
const maxElements = 800_000
const maxDepth = 20_000

/** Smaller bodies are read in less than a millisecond or two. */
const largeBytes = 128 * 1024

/**
 * Reads a chat completion request.
 * @throws TollgateError with status 400, naming the field at fault in `param`.
 */
export function decodeChatRequest(bytes: Uint8Array): ChatRequest {
  return doAtOnce(decodeSteps(bytes))
}

/** The same without holding up other requests: a large body is read in turns. */
export function receiveChatRequest(bytes: Uint8Array): ChatRequest | Promise<ChatRequest> {
  return bytes.length < largeBytes ? decodeChatRequest(bytes) : doInTurns(decodeSteps(bytes))
}

function* decodeSteps(bytes: Uint8Array): Steps<ChatRequest> {
  const body = asBuffer(bytes)
  if (!isUtf8(body)) throw new TollgateError('invalid_json', { message: 'The request body is not valid UTF-8.' })
  const top = scanBounded(body)
  if (top && top.ambiguous !== null) refuseAmbiguousField(top.ambiguous)
  yield
  const fields = yield* parseObject(body, top?.members.get('tools'))
  yield
  if (!top) throw new TollgateError('invalid_json')
  refuseAmbiguousOptions(body, top.members.get('stream_options'))
  const model = readModel(fields.model)
  const messages = readMessages(fields.messages)
  const stream = readBoolean(fields, 'stream')
  refuseUnpricedFields(fields)
  const bytesOf = (name: string) => viewOf(body, top.members.get(name))
  yield* refuseHostedTools(fields.tools, bytesOf('tools'))
  const wantsCost = readRecord(fields, 'usage')?.include === true
  const streamOptions = readRecord(fields, 'stream_options')
  return {
    body,
    members: top.members,
    inside: top.inside,
    model,
    stream,
    wantsUsage: wantsCost || streamOptions?.include_usage === true,
    wantsCost,
    choices: readCount(fields, 'n', maxChoices) ?? 1,
    maxTokens: readMaxTokens(fields),
    thinking: readThinkingBudget(fields, bytesOf),
    predictionBytes: lengthOf(fields.prediction == null ? undefined : top.members.get('prediction')),
    media: yield* readMedia(messages, top.members.get('messages')),
    outputModalities: readModalities(fields),
    ...readRequestContext(fields),
    additions: [],
  }
}

/** The scan comes before the parse, which costs far more by the element; null for what is no JSON object. */
function scanBounded(body: Buffer): TopLevel | null {
  const shape = { left: maxElements, maxDepth }
  const top = scanTopLevel(body, pricedFields, shape)
  if (!top) endOfValue(body, skipSpace(body, 0), shape)
  if (shape.left < 0)
    throw new TollgateError('invalid_request', { message: 'The request body has too many fields or is nested too deeply.' })
  return top
}

function* parseObject(body: Buffer, tools: Member | undefined): Steps<Record<string, unknown>> {
  const isLarge = tools !== undefined && tools.valueEnd - tools.valueStart > largeBytes && body[tools.valueStart] === openBracket
  const text = isLarge
    ? `${body.toString('utf8', 0, tools.valueStart)}null${body.toString('utf8', tools.valueEnd)}`
    : body.toString('utf8', 0, body.length)
  yield
  try {
    const parsed: unknown = JSON.parse(text)
    if (isRecord(parsed)) return isLarge ? { ...parsed, tools: yield* parseArray(body.subarray(tools.valueStart, tools.valueEnd)) } : parsed
  } catch {
    throw new TollgateError('invalid_json')
  }
  throw new TollgateError('invalid_request', { message: 'The request body must be a JSON object.' })
}

function readModel(value: unknown): string {
  if (value === undefined || value === null || value === '') throw new TollgateError('missing_model', { param: 'model' })
  if (typeof value !== 'string') throw wrong('model', 'a string')
  if (value.length > maxModelNameLength) throw wrong('model', `at most ${maxModelNameLength} characters`)
  return value
}

function readMessages(value: unknown): readonly unknown[] {
  if (value === undefined || value === null)
    throw new TollgateError('invalid_request', { param: 'messages', message: '"messages" is required.' })
  if (!Array.isArray(value)) throw wrong('messages', 'an array')
  if (value.length === 0) throw wrong('messages', 'an array with at least one message')
  const odd = value.findIndex((message) => !isRecord(message))
  if (odd >= 0) throw wrong(`messages[${odd}]`, 'an object')
  return value
}

/** A name that came twice inside the messages hides something that was not measured, so it counts as a document. */
function* readMedia(messages: readonly unknown[], member: Member | undefined): Steps<MediaParts> {
  const media = measureMedia(messages)
  yield
  if (member && hasHiddenMembers(messages, member.weight)) media.documents++
  return media
}

function readBoolean(fields: Record<string, unknown>, name: string): boolean {
  const value = fields[name]
  if (value === undefined || value === null) return false
  if (typeof value !== 'boolean') throw wrong(name, 'a boolean')
  return value
}

function readRecord(fields: Record<string, unknown>, name: string): Record<string, unknown> | null {
  const value = fields[name]
  if (value === undefined || value === null) return null
  if (!isRecord(value)) throw wrong(name, 'an object')
  return value
}

function readCount(fields: Record<string, unknown>, name: string, most: number): number | null {
  const value = fields[name]
  if (value === undefined || value === null) return null
  if (typeof value !== 'number' || !Number.isInteger(value)) throw wrong(name, 'an integer')
  if (value < 1 || value > most) throw wrong(name, `between 1 and ${most}`)
  return value
}

/** Upstreams differ in which of the two they obey, so the hold covers the larger. */
function readMaxTokens(fields: Record<string, unknown>): number | null {
  const modern = readCount(fields, 'max_completion_tokens', 2 ** 31 - 1)
  const legacy = readCount(fields, 'max_tokens', 2 ** 31 - 1)
  return modern === null ? legacy : Math.max(modern, legacy ?? 0)
}

function readModalities(fields: Record<string, unknown>): { audio: boolean; image: boolean } {
  const value = fields.modalities
  if (value === undefined || value === null) return { audio: false, image: false }
  if (!Array.isArray(value)) throw wrong('modalities', 'an array')
  const foreign = value.find((modality) => modality !== 'text' && modality !== 'audio' && modality !== 'image')
  if (foreign !== undefined)
    throw new TollgateError('unsupported_parameter', { param: 'modalities', message: 'A value of "modalities" is not supported.' })
  return { audio: value.includes('audio'), image: value.includes('image') }
}

function viewOf(body: Buffer, member: Member | undefined): Buffer | null {
  return member ? body.subarray(member.valueStart, member.valueEnd) : null
}

function lengthOf(member: Member | undefined): number {
  return member ? member.valueEnd - member.valueStart : 0
}

const optionNames: ReadonlySet<string> = new Set(['include_usage'])

function refuseAmbiguousOptions(body: Buffer, options: Member | undefined): void {
  if (!options) return
  const inner = scanTopLevel(body.subarray(options.valueStart, options.valueEnd), optionNames)
  if (inner && inner.ambiguous !== null) refuseAmbiguousField(`stream_options.${inner.ambiguous}`)
}

function wrong(param: string, expected: string): TollgateError {
  return new TollgateError('invalid_request', { param, message: `"${param}" must be ${expected}.` })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
