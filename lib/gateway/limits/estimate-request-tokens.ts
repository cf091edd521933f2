import type { ModelLimits } from '#lib/gateway/admission/bound-input'
import type { ChatRequest } from '#lib/gateway/wire/openai-chat/chat-request'

const bytesPerToken = 4
/** Of a model whose maximum is not known; a large picture takes about this much on most. */
const assumedImageTokens = 1_600
/** Reserved for the output of each choice where the client named no maximum: few answers are longer. */
const assumedOutputTokens = 1_024

/**
 * The tokens that limits reserve for a request before it runs, corrected afterwards to what it used: the input by its bytes,
 * and the output by the client's own maximum for each choice.
 */
export function estimateRequestTokens(request: ChatRequest, model: ModelLimits): number {
  const { choices, maxTokens, media, thinking } = request
  const text = Math.ceil((request.body.length - media.inlineImageBytes) / bytesPerToken)
  const images = media.images * (model.maxImageTokens ?? assumedImageTokens)
  const asked = maxTokens === null ? Math.min(model.maxOutputTokens ?? assumedOutputTokens, assumedOutputTokens) : maxTokens
  return text + images + choices * Math.max(asked, thinking?.tokens ?? 0)
}
