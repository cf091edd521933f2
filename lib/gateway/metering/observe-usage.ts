import { countPromptTokens } from '#lib/gateway/metering/count-prompt-tokens'
import { estimateTokens } from '#lib/gateway/metering/estimate-tokens'
import { inputTokens, noTokens, outputTokens, type TokenUsage } from '#lib/shared/pricing/token-usage'
import type { OutputText } from '#lib/gateway/streaming/output-text'
import type { ChatRequest } from '#lib/gateway/wire/openai-chat/chat-request'
import { hasOutput } from '#lib/gateway/wire/openai-chat/collect-output'

export interface ObservedUsage {
  usage: TokenUsage
  estimated: boolean
  /** The upstream itself told every count, be it of an answer that was broken off. */
  isTold: boolean
}

/** Output that was seen: text to be counted, and the tokens of media. */
export interface ObservedOutput {
  output: OutputText
  imageTokens: number
  audioTokens: number
}

/** What the upstream told; where it told nothing, or nothing but zeros beside a real answer, an estimate of what was seen. */
export function usageOfWhole(told: TokenUsage | null, seen: ObservedOutput, chat: ChatRequest): ObservedUsage | Promise<ObservedUsage> {
  const isTold = told !== null && (inputTokens(told) + outputTokens(told) > 0 || !hasOutput(seen))
  return isTold ? { usage: told, estimated: false, isTold } : estimateUsage(null, seen, chat)
}

/** For an answer that was broken off: the input, told or estimated, and at least the output text that was seen. */
export function usageOfPart(told: TokenUsage | null, output: OutputText, chat: ChatRequest): Promise<ObservedUsage> {
  return estimateUsage(told, { output, imageTokens: 0, audioTokens: 0 }, chat)
}

/** The same with the media that were seen. */
export async function estimateUsage(told: TokenUsage | null, seen: ObservedOutput, chat: ChatRequest): Promise<ObservedUsage> {
  const read = told !== null && inputTokens(told) > 0 ? told : { ...noTokens, input: await countPromptTokens(chat) }
  const output = (await countText(seen.output)) + seen.imageTokens
  const isOutputTold = told !== null && outputTokens(told) >= output + seen.audioTokens
  const written = isOutputTold ? told : { ...noTokens, output, audioOut: seen.audioTokens }
  const usage = { ...read, output: written.output, reasoning: written.reasoning, audioOut: written.audioOut }
  return { usage, estimated: true, isTold: read === told && isOutputTold }
}

async function countText(output: OutputText): Promise<number> {
  const kept = await estimateTokens(output.text())
  return output.keptBytes === 0 ? 0 : Math.ceil((kept * output.totalBytes) / output.keptBytes)
}
