import type { SnippetPlace } from './snippet-place'
import { writeAiSdk } from './write-ai-sdk'
import { writeCurl } from './write-curl'
import { writePython } from './write-python'
import { writeTypescript } from './write-typescript'

export type WireName = 'openai-chat' | 'openai-responses' | 'anthropic-messages'

interface Client {
  /** What its maker calls it; the same in every language. */
  name: string
  /** What it speaks, and the path it posts to under the gateway's root `/api`. */
  wire: WireName
  path: string
}

export interface WorkingClient extends Client {
  id: 'curl' | 'python' | 'typescript' | 'ai-sdk'
  write: (place: SnippetPlace) => string
}

/** A client that waits for the gateway to speak its wire format. */
export interface WaitingClient extends Client {
  id: 'claude-code' | 'codex'
  /** What it will be pointed at, under the site's address. */
  root: string
}

const chat = { wire: 'openai-chat', path: '/v1/chat/completions' } as const

export const workingClients: readonly WorkingClient[] = [
  { id: 'curl', name: 'curl', ...chat, write: writeCurl },
  { id: 'python', name: 'Python', ...chat, write: writePython },
  { id: 'typescript', name: 'TypeScript', ...chat, write: writeTypescript },
  { id: 'ai-sdk', name: 'AI SDK', ...chat, write: writeAiSdk },
]

export const waitingClients: readonly WaitingClient[] = [
  { id: 'claude-code', name: 'Claude Code', wire: 'anthropic-messages', path: '/v1/messages', root: '/api' },
  { id: 'codex', name: 'Codex', wire: 'openai-responses', path: '/v1/responses', root: '/api/v1' },
]
