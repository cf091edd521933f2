import { countPromptTokens } from '#lib/gateway/metering/count-prompt-tokens'
import { estimateTokens } from '#lib/gateway/metering/estimate-tokens'
import { inputTokens, noTokens, outputTokens, type TokenUsage } from '#lib/gateway/metering/token-usage'
import type { OutputText } from '#lib/gateway/streaming/output-text'
import type { ChatRequest } from '#lib/gateway/wire/openai-chat/chat-request'

export interface ObservedUsage {
  usage: TokenUsage
  estimated: boolean
}

/** What the upstream told; where it told nothing, or nothing but zeros beside a real answer, an estimate of what was seen. */
export async function usageOfWhole(told: TokenUsage | null, output: OutputText, chat: ChatRequest): Promise<ObservedUsage> {
  const isTold = told !== null && (inputTokens(told) + outputTokens(told) > 0 || output.totalBytes === 0)
  return isTold ? { usage: told, estimated: false } : usageOfPart(null, output, chat)
}

/** For an answer that was broken off: the input, told or estimated, and at least the output that was seen. */
export async function usageOfPart(told: TokenUsage | null, output: OutputText, chat: ChatRequest): Promise<ObservedUsage> {
  const read = told !== null && inputTokens(told) > 0 ? told : { ...noTokens, input: await countPromptTokens(chat) }
  const seen = await countOutput(output)
  const isOutputTold = told !== null && outputTokens(told) >= seen
  const written = isOutputTold ? told : { ...noTokens, output: seen }
  return { usage: { ...read, output: written.output, reasoning: written.reasoning, audioOut: written.audioOut }, estimated: true }
}

async function countOutput(output: OutputText): Promise<number> {
  const kept = await estimateTokens(output.text())
  return output.keptBytes === 0 ? 0 : Math.ceil((kept * output.totalBytes) / output.keptBytes)
}
