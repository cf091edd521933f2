import type { UsageBounds } from '#lib/gateway/metering/charge-usage'
import type { ChatRequest } from '#lib/gateway/wire/openai-chat/chat-request'

/** What the catalogue knows of a model; null where it does not say. */
export interface ModelLimits {
  contextLength: number | null
  maxOutputTokens: number | null
  maxImageTokens: number | null
}

/** The dearest image known on the chat wire (gpt-4o-mini, eight high-detail tiles) takes 48,169 tokens. */
const assumedMaxImageTokens = 50_000
/** For files of a model whose context is not known: no context on the market is larger than a few of these. */
const assumedContextLength = 1_000_000

/**
 * The most tokens this input can be. A byte-level tokenizer never makes more tokens than bytes; images take the model's
 * maximum instead of their bytes; files and videos, whose pages no byte count bounds, the whole context.
 */
export function boundInputTokens(request: ChatRequest, limits: ModelLimits): number {
  return boundTokens(request, limits, request.body.length - request.media.inlineImageBytes)
}

/** The same bound where the text was tokenised: a tenth more than the count, for other vocabularies. */
export function boundCountedInput(request: ChatRequest, limits: ModelLimits, textTokens: number): number {
  return boundTokens(request, limits, textTokens + Math.ceil(textTokens / 10))
}

function boundTokens(request: ChatRequest, limits: ModelLimits, textBound: number): number {
  const { images, documents } = request.media
  const context = limits.contextLength
  if (documents > 0) return context ?? Math.max(request.body.length, assumedContextLength)
  const bound = textBound + images * (limits.maxImageTokens ?? assumedMaxImageTokens)
  return context === null ? bound : Math.min(bound, context)
}

/** Where the context is not known, so that an upstream's own hidden prompt is still believed. */
const assumedLeastInput = 32_768
/** Some models count reasoning beside the ceiling they were given, and some overshoot a very low one. */
const outputMargin = 2
const leastPlausibleOutput = 4096

/** The most usage an upstream is believed for a request that was held at this ceiling per choice. */
export function boundUsage(request: ChatRequest, limits: ModelLimits, ceilingTokens: number): UsageBounds {
  return {
    input: limits.contextLength ?? Math.max(assumedLeastInput, boundInputTokens(request, limits)),
    output: request.choices * Math.max(leastPlausibleOutput, outputMargin * ceilingTokens) + request.predictionBytes,
  }
}
