import type { Figures } from './conversation'
import { nanosOf } from './read-chunk'

/** How long a settlement may take to be seen, in steps: it runs behind the answer. */
const pausesMs = [150, 400, 800, 1_600, 3_000]

interface Generation {
  usage?: unknown
  tokens_prompt?: unknown
  tokens_completion?: unknown
  estimated?: unknown
  finish_reason?: unknown
}

/** What the gateway charged for a request that ended early; null where it never settled, or cannot be asked. */
export async function readGeneration(secret: string, requestId: string, ttftMs: number | null): Promise<Figures | null> {
  for (const pauseMs of pausesMs) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    const data = await ask(secret, requestId)
    if (data === 'gone') return null
    if (data !== null) return toFigures(data, ttftMs)
  }
  return null
}

async function ask(secret: string, requestId: string): Promise<Generation | 'gone' | null> {
  try {
    const headers = { authorization: `Bearer ${secret}` }
    const response = await fetch(`/api/v1/generation?id=${encodeURIComponent(requestId)}`, { credentials: 'omit', headers })
    if (response.status === 401 || response.status === 403) return 'gone'
    if (!response.ok) return null
    return ((await response.json()) as { data?: Generation }).data ?? null
  } catch {
    return null
  }
}

function toFigures(data: Generation, ttftMs: number | null): Figures {
  return {
    inputTokens: typeof data.tokens_prompt === 'number' ? data.tokens_prompt : null,
    outputTokens: typeof data.tokens_completion === 'number' ? data.tokens_completion : null,
    chargeNanos: nanosOf(data.usage),
    ttftMs,
    tokensPerSecond: null,
    estimated: data.estimated === true,
  }
}
