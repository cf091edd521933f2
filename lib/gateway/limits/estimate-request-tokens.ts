import type { ModelLimits } from '#lib/gateway/admission/bound-input'
import type { ChatRequest } from '#lib/gateway/wire/openai-chat/chat-request'

const bytesPerToken = 4
/** Of a model whose maximum is not known; a large picture takes about this much on most. */
const assumedImageTokens = 1_600
/** Reserved for the output of each choice where the client named no maximum, if its ceiling is not lower: few answers are longer. */
const assumedOutputTokens = 1_024

/**
 * The tokens that limits reserve for a request before it runs, corrected afterwards to what it used: the input by its bytes,
 * and the output of each choice by the client's own maximum, or else what is usual.
 * @param ceiling most output tokens of a choice that the upstream is told of
 */
export function estimateRequestTokens(request: ChatRequest, model: ModelLimits, ceiling: number): number {
  const { choices, maxTokens, media, thinking } = request
  const text = Math.ceil((request.body.length - media.inlineImageBytes) / bytesPerToken)
  const images = media.images * (model.maxImageTokens ?? assumedImageTokens)
  const asked = maxTokens ?? Math.min(ceiling, assumedOutputTokens)
  return text + images + choices * Math.max(asked, thinking?.tokens ?? 0)
}
