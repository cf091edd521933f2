/** Tokens by class; the classes do not overlap and none is negative, so a price per class can be summed. */
export interface TokenUsage {
  input: number
  cacheRead: number
  cacheWrite5m: number
  cacheWrite1h: number
  output: number
  reasoning: number
  audioIn: number
  audioOut: number
  image: number
}

export const noTokens: Readonly<TokenUsage> = Object.freeze({
  input: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  output: 0,
  reasoning: 0,
  audioIn: 0,
  audioOut: 0,
  image: 0,
})

/** Everything the model read. */
export function inputTokens(usage: TokenUsage): number {
  return usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h + usage.audioIn + usage.image
}

/** Everything the model wrote. */
export function outputTokens(usage: TokenUsage): number {
  return usage.output + usage.reasoning + usage.audioOut
}
