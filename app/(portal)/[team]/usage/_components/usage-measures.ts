import type { UsageTotals } from '#lib/portal/usage/usage-totals'

/** Token classes a roll-up keeps apart, in the order of a receipt. */
export const tokenSums = [
  'inputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'outputTokens',
  'reasoningTokens',
  'audioTokens',
  'imageTokens',
] as const satisfies readonly (keyof UsageTotals)[]
export type TokenSum = (typeof tokenSums)[number]

const alwaysShown = new Set<TokenSum>(['inputTokens', 'outputTokens'])

/** Input and output, and every other class that was used at all. */
export function usedTokenSums(...totals: readonly UsageTotals[]): TokenSum[] {
  return tokenSums.filter((name) => alwaysShown.has(name) || totals.some((of) => of[name] > 0))
}

export function allTokens(totals: UsageTotals): number {
  return tokenSums.reduce((sum, name) => sum + totals[name], 0)
}
