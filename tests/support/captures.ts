import { existsSync, readFileSync } from 'node:fs'

const folder = new URL('../../../shared/captures/', import.meta.url)

/** Recorded provider streams lie beside the repository on some machines and are never part of it. */
export const capturesPresent = existsSync(folder)
if (!capturesPresent) console.info('provider captures are absent: the tests that replay them are skipped')

/** The raw bytes of a recorded stream; a `.jsonl` capture gets back the framing its source removed. */
export function readCapture(name: string): Buffer {
  const raw = readFileSync(new URL(name, folder))
  if (!name.endsWith('.jsonl')) return raw
  const lines = raw
    .toString()
    .split('\n')
    .filter((line) => line !== '')
  return Buffer.from(`${lines.map((line) => `data: ${line}\n\n`).join('')}data: [DONE]\n\n`)
}

export const chatCaptures = [
  'openai/chat-text.sse',
  'openai/chat-tools-multi.sse',
  'openai/chat-tool-long-args.sse',
  'openai/chat-moderation-stream.sse',
  'openrouter/reasoning-o3.sse',
  'deepseek/reasoning.sse',
  'zai/thinking.sse',
  'huggingface/novita-text.sse',
  'groq/tool-call.jsonl',
  'deepseek/tool-call.jsonl',
  'mistral/tool-call.jsonl',
  'mistral/incremental-tool-call.jsonl',
  'alibaba/tool-call.jsonl',
  'perplexity/citations.jsonl',
  'mixed/anthropic-fallback-tool-call.sse',
] as const
