import { setImmediate as nextTurn } from 'node:timers/promises'
import { estimateTokens } from '#lib/gateway/metering/estimate-tokens'
import { inlineMediaType, isBase64 } from '#lib/gateway/wire/inline-base64'
import type { ChatRequest } from '#lib/gateway/wire/openai-chat/chat-request'

/** What chat templates put around each message, and around the whole. */
const tokensPerMessage = 4
const tokensPerPrompt = 3

/** What is longer and looks like base64 is. */
const longestWord = 256

const mediaFields = new Set([
  'image_url',
  'input_image',
  'image',
  'input_audio',
  'audio_url',
  'file',
  'video_url',
  'input_video',
  'video',
  'document',
])
/** Not read by the model as prompt. */
const silentFields = new Set(['messages', 'model', 'prediction'])

/** The tokens of a request's text as a tokenizer counts them, without media; the bytes, where it is nested too deep to look at. */
export async function countPromptTokens(chat: ChatRequest): Promise<number> {
  const text = chat.body.toString()
  await nextTurn()
  const body = JSON.parse(text) as Record<string, unknown>
  await nextTurn()
  const messages = Array.isArray(body.messages) ? (body.messages as unknown[]) : []
  const pieces: string[] = []
  try {
    for (const message of messages) collectMessage(message, pieces)
    await nextTurn()
    for (const [name, value] of Object.entries(body)) if (!silentFields.has(name)) collectValue(value, pieces)
  } catch {
    return chat.body.length
  }
  return tokensPerPrompt + tokensPerMessage * messages.length + (await estimateTokens(pieces.join('\n')))
}

function collectMessage(message: unknown, pieces: string[]): void {
  if (!isRecord(message)) return
  for (const [name, value] of Object.entries(message)) {
    if (name === 'content' && Array.isArray(value)) for (const part of value) collectPart(part, pieces)
    else if (name !== 'role') collectValue(value, pieces)
  }
}

function collectPart(part: unknown, pieces: string[]): void {
  if (!isRecord(part)) return collectValue(part, pieces)
  for (const [name, value] of Object.entries(part)) {
    if (name === 'type') continue
    if (!mediaFields.has(name)) collectValue(value, pieces)
    else if (isRecord(value)) for (const inner of Object.values(value)) collectUnlessInline(inner, pieces)
    else collectUnlessInline(value, pieces)
  }
}

/** Media that lie in the request are no text; a mere name of media is not believed. */
function collectUnlessInline(value: unknown, pieces: string[]): void {
  if (typeof value !== 'string' || (inlineMediaType(value) === null && !isBareAudio(value))) collectValue(value, pieces)
}

function isBareAudio(value: string): boolean {
  return value.length > longestWord && isBase64(value)
}

/** Throws RangeError on a value nested deeper than the stack. */
function collectValue(value: unknown, pieces: string[]): void {
  if (typeof value === 'string') pieces.push(value)
  else if (typeof value === 'object' && value !== null) pieces.push(JSON.stringify(value))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
