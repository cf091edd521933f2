import type { TokenUsage } from '#lib/shared/pricing/token-usage'

type Fields = Record<string, unknown>

/** Far above any context; keeps a garbled count from overflowing the money. */
const mostTokens = 1_000_000_000

/**
 * Disjoint token classes of a `usage` object in any dialect of the chat wire: OpenAI, DeepSeek (hit and miss), xAI
 * (completion without reasoning), Gemini (thoughts only in the total), Mistral, Groq, Moonshot, OpenRouter.
 * Parts that exceed their whole are cut to it. Null when the object names no token count at all.
 */
export function normalizeUsage(raw: unknown): TokenUsage | null {
  if (!isRecord(raw)) return null
  const promptDetails = firstRecord(raw.prompt_tokens_details, raw.input_tokens_details)
  const hit = count(raw.prompt_cache_hit_tokens)
  const prompt = count(raw.prompt_tokens) ?? count(raw.input_tokens) ?? addCounts(hit, count(raw.prompt_cache_miss_tokens))
  const completion = count(raw.completion_tokens) ?? count(raw.output_tokens)
  if (prompt === null && completion === null) return null

  let rest = prompt ?? 0
  const take = (wanted: number | null) => {
    const taken = Math.min(wanted ?? 0, rest)
    rest -= taken
    return taken
  }
  const cacheRead = take(count(promptDetails.cached_tokens) ?? hit ?? count(raw.cached_tokens) ?? count(raw.cache_read_input_tokens))
  const written = readCacheWrites(raw, promptDetails)
  const cacheWrite1h = take(written.hour)
  const cacheWrite5m = take(written.short)
  const audioIn = take(count(promptDetails.audio_tokens))
  const image = take(count(promptDetails.image_tokens))
  return { input: rest, cacheRead, cacheWrite5m, cacheWrite1h, audioIn, image, ...splitOutput(raw, prompt ?? 0, completion ?? 0) }
}

function readCacheWrites(raw: Fields, details: Fields): { hour: number; short: number } {
  const byAge = firstRecord(raw.cache_creation, details.cache_creation)
  const hour = count(byAge.ephemeral_1h_input_tokens) ?? count(details.cache_write_1h_tokens) ?? 0
  const all = count(details.cache_write_tokens) ?? count(details.cache_creation_tokens) ?? count(raw.cache_creation_input_tokens)
  const short = all === null ? (count(byAge.ephemeral_5m_input_tokens) ?? 0) : Math.max(0, all - hour)
  return { hour, short }
}

/**
 * Most count reasoning inside the completion. Where the total shows tokens beyond prompt and completion, or there is more
 * reasoning than completion, it was left out and is added.
 */
function splitOutput(raw: Fields, prompt: number, completion: number): Pick<TokenUsage, 'output' | 'reasoning' | 'audioOut'> {
  const details = firstRecord(raw.completion_tokens_details, raw.output_tokens_details)
  const named = count(details.reasoning_tokens) ?? count(raw.reasoning_tokens) ?? 0
  const beyond = Math.max(0, (count(raw.total_tokens) ?? 0) - prompt - completion)
  const isExcluded = named > completion || (named > 0 && beyond >= named)
  const hidden = named === 0 ? beyond : 0
  const reasoning = isExcluded ? named : Math.min(named, completion)
  let output = isExcluded ? completion : completion - reasoning
  const audioOut = Math.min(count(details.audio_tokens) ?? 0, output)
  output -= audioOut
  return { output, reasoning: reasoning + hidden, audioOut }
}

/** A non-negative whole number, or null when the field is absent or no number. */
function count(value: unknown): number | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return null
  return Math.min(Math.max(0, Math.floor(value)), mostTokens)
}

function addCounts(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b
}

const noFields: Fields = {}

function firstRecord(a: unknown, b: unknown): Fields {
  return isRecord(a) ? a : isRecord(b) ? b : noFields
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
