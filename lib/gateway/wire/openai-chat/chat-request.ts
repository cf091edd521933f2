import type { SaidContext } from '#lib/gateway/wire/openai-chat/read-request-context'
import type { ThinkingBudget } from '#lib/gateway/wire/openai-chat/read-thinking-budget'
import type { Member } from '#lib/gateway/wire/scan-top-level'

/** Parts of the input whose tokens their bytes do not bound. */
export interface MediaParts {
  images: number
  /** Bytes of images that are really inline; they are priced per image, not per byte. */
  inlineImageBytes: number
  /** Inline audio; it has fewer tokens than base64 bytes. */
  audios: number
  /** Files, videos, remote audio and whatever is not known: bounded by the model's context alone. */
  documents: number
}

/** A chat completion request as far as routing, price and the rewrite need it; everything else stays in `body` untouched. */
export interface ChatRequest extends SaidContext {
  body: Buffer
  /** Where the members of the closed table lie in `body`. */
  members: ReadonlyMap<string, Member>
  /** First byte inside the object, where a member can be added. */
  inside: number
  model: string
  stream: boolean
  /** `stream_options.include_usage`, or OpenRouter's `usage.include`. */
  wantsUsage: boolean
  /** OpenRouter's `usage.include`: cost is also wanted in an answer that is not streamed. */
  wantsCost: boolean
  /** Answers asked for; each may use the whole output ceiling. */
  choices: number
  /** The larger of `max_completion_tokens` and `max_tokens`, or null when the client gave neither. */
  maxTokens: number | null
  /** What the client allows for thinking, which some upstreams bill beside the maximum. */
  thinking: ThinkingBudget | null
  /** Bytes of `prediction`; what the model rejects of it is billed as output. */
  predictionBytes: number
  media: MediaParts
  outputModalities: { audio: boolean; image: boolean }
  /** Members that a policy adds, as JSON text by name; none of them is in `body` with a value. */
  additions: readonly { name: string; text: string }[]
}
