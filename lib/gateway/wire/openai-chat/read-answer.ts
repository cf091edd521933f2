import { inputTokens, outputTokens, type TokenUsage } from '#lib/shared/pricing/token-usage'
import { OutputText } from '#lib/gateway/streaming/output-text'
import { collectOutput, findFinishReason, type SeenOutput } from '#lib/gateway/wire/openai-chat/collect-output'
import { meteredMembers, parseMember, readUsage, setCost } from '#lib/gateway/wire/openai-chat/read-usage'
import { scanTopLevel } from '#lib/gateway/wire/scan-top-level'

/** What an answer that was not streamed tells; its output only where it tells of no tokens. */
export interface ChatAnswer extends SeenOutput {
  usage: TokenUsage | null
  /** An `error` that came with status 200. */
  upstreamError: unknown
}

const maxOutputTextBytes = 4 * 1024 * 1024

/** Null when the body is not a JSON object. */
export function readChatAnswer(body: Buffer): ChatAnswer | null {
  const top = scanTopLevel(body, meteredMembers)
  if (!top) return null
  const usage = readUsage(body, top.members)
  const seen: SeenOutput = { output: new OutputText(maxOutputTextBytes), imageTokens: 0, audioTokens: 0, finishReason: null }
  // Where tokens were told, nobody asks for the output itself.
  if (usage && inputTokens(usage) + outputTokens(usage) > 0) seen.finishReason = findFinishReason(body)
  else collectOutput(body, seen)
  return { ...seen, usage, upstreamError: parseMember(body, top.members.get('error')) }
}

/** The body with our `cost` in its usage, all other bytes unchanged. */
export function addCostToAnswer(body: Buffer, costUsd: string): Buffer {
  const usage = scanTopLevel(body, meteredMembers)?.members.get('usage')
  const cut = usage && setCost(body, usage, costUsd)
  if (!cut) return body
  return Buffer.concat([body.subarray(0, cut.start), Buffer.from(cut.text), body.subarray(cut.end)])
}
