import type { ChatRequest } from '#lib/gateway/wire/openai-chat/chat-request'
import { readEndUser } from '#lib/gateway/wire/openai-chat/read-request-context'
import type { PolicyDefaults } from '#lib/shared/policy/effective-policy'

/** The request with a policy's fields where the client sent none; its own bytes stay as they are. */
export function applyDefaults(request: ChatRequest, { fields, maxTokens, user }: PolicyDefaults): ChatRequest {
  const additions: { name: string; text: string }[] = []
  for (const [name, text] of fields) if (!request.givenFields.includes(name)) additions.push({ name, text })
  const addsMaximum = maxTokens !== null && request.maxTokens === null
  if (addsMaximum) additions.push({ name: maxTokens.field, text: String(maxTokens.tokens) })
  if (additions.length === 0) return request
  return {
    ...request,
    additions,
    maxTokens: addsMaximum ? maxTokens.tokens : request.maxTokens,
    endUser: request.endUser ?? (request.givenFields.includes('user') ? null : readEndUser(user)),
  }
}
