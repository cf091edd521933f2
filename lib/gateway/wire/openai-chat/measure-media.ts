import { memberWeight } from '#lib/gateway/wire/json-bytes'
import { inlineMediaType, isBase64 } from '#lib/gateway/wire/inline-base64'
import type { MediaParts } from '#lib/gateway/wire/openai-chat/chat-request'
import { mediaNames, textNames, textTypes } from '#lib/gateway/wire/openai-chat/message-names'

type Fields = Record<string, unknown>

/** Tool results hold parts of their own; what lies deeper than anybody nests them is taken for a document. */
const maxPartDepth = 4

/**
 * Counts the parts of chat messages that are not text. What is not known to be text, an image or audio counts as a
 * document, for which the whole context is held: some upstream might read it as one.
 */
export function measureMedia(messages: readonly unknown[]): MediaParts {
  const media: MediaParts = { images: 0, inlineImageBytes: 0, audios: 0, documents: 0 }
  for (const message of messages) if (isRecord(message)) addFields(media, message, 0)
  return media
}

/**
 * Whether the bytes hold more structure (brackets, colons, commas; `weight` in all) than was parsed from them: a name came twice, and
 * another parser may have taken the other one. Both sides count the same way, so no name has to be remembered.
 */
export function hasHiddenMembers(messages: readonly unknown[], weight: number): boolean {
  let parsed = 0
  const open: unknown[] = [messages]
  while (open.length > 0) {
    const value = open.pop()
    if (typeof value !== 'object' || value === null) continue
    const inside: unknown[] = Array.isArray(value) ? value : Object.values(value)
    const commas = Math.max(0, inside.length - 1)
    parsed += 1 + commas + (Array.isArray(value) ? 0 : inside.length * memberWeight)
    for (const inner of inside) if (typeof inner === 'object') open.push(inner)
  }
  return weight !== parsed
}

/** A message, or a part that is text. Scalars are bounded by their bytes unless their name says that they refer to media. */
function addFields(media: MediaParts, fields: Fields, depth: number): void {
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'content') addContent(media, value, depth)
    else if (isEmpty(value) || textNames.has(name)) continue
    else if (typeof value === 'object' || isMediaName(name)) media.documents++
  }
}

function addContent(media: MediaParts, content: unknown, depth: number): void {
  if (typeof content !== 'object' || content === null) return
  if (!Array.isArray(content) || depth > maxPartDepth) media.documents++
  else for (const part of content) addPart(media, part, depth + 1)
}

function addPart(media: MediaParts, part: unknown, depth: number): void {
  if (typeof part !== 'object' || part === null) return
  if (!isRecord(part)) media.documents++
  else if (part.type === 'image_url' || part.type === 'input_image') addImage(media, part, depth)
  else if (part.type === 'input_audio') addAudio(media, part, depth)
  else if (part.type === undefined || textTypes.has(part.type)) addFields(media, part, depth)
  else media.documents++
}

function addImage(media: MediaParts, part: Fields, depth: number): void {
  const { image_url: image, ...rest } = part
  addFields(media, rest, depth)
  const { url, ...options } = isRecord(image) ? image : { url: image }
  addFields(media, options, depth)
  if (typeof url !== 'string') return void media.documents++
  const mediaType = inlineMediaType(url)
  if (mediaType?.startsWith('image/')) media.inlineImageBytes += url.length
  // An upstream may take a PDF under this name.
  else if (/^\s*data:/i.test(url) && !/^\s*data:image\//i.test(url)) media.documents++
  media.images++
}

/** Audio of its own bytes has fewer tokens than they are; anything else may be an address of any length of audio. */
function addAudio(media: MediaParts, part: Fields, depth: number): void {
  const { input_audio: audio, ...rest } = part
  addFields(media, rest, depth)
  const { data, ...options } = isRecord(audio) ? audio : { data: null }
  addFields(media, options, depth)
  if (typeof data === 'string' && (isBase64(data) || inlineMediaType(data) !== null)) media.audios++
  else media.documents++
}

/** Decoders that ignore case or underscores know a name in many spellings. */
function isMediaName(name: string): boolean {
  return mediaNames.has(name.toUpperCase().toLowerCase().replaceAll('_', ''))
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === false || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
