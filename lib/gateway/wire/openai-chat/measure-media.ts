import type { MediaParts } from '#lib/gateway/wire/openai-chat/chat-request'

type Part = Record<string, unknown>

const imageFields = ['image_url', 'input_image', 'image'] as const
const documentFields = ['file', 'video_url', 'input_video', 'video', 'document', 'audio_url'] as const

/** Counts the parts of chat messages that are not text. */
export function measureMedia(messages: readonly unknown[]): MediaParts {
  const media: MediaParts = { images: 0, inlineImageBytes: 0, audios: 0, documents: 0 }
  for (const message of messages) {
    const content = isRecord(message) ? message.content : undefined
    if (!Array.isArray(content)) continue
    for (const part of content) if (isRecord(part)) addPart(media, part)
  }
  return media
}

function addPart(media: MediaParts, part: Part): void {
  for (const field of imageFields) {
    const image = part[field]
    if (image === undefined || image === null) continue
    media.images++
    const url = isRecord(image) ? image.url : image
    if (typeof url === 'string' && url.startsWith('data:image/')) media.inlineImageBytes += url.length
  }
  if (isRecord(part.input_audio)) media.audios++
  for (const field of documentFields) if (part[field] !== undefined && part[field] !== null) media.documents++
}

function isRecord(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
