import type { RequestTokens } from '#lib/portal/requests/request-row'

/** The disjoint classes a request's usage is counted and priced in, in the order of a receipt. */
export const tokenClasses = [
  'input',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'output',
  'reasoning',
  'audioIn',
  'audioOut',
  'image',
] as const satisfies readonly (keyof RequestTokens)[]
export type TokenClass = (typeof tokenClasses)[number]

const alwaysShown = new Set<TokenClass>(['input', 'output'])

/** Input and output, and every other class that one of the requests used. */
export function occurringClasses(counts: readonly RequestTokens[]): TokenClass[] {
  return tokenClasses.filter((name) => alwaysShown.has(name) || counts.some((count) => count[name] > 0))
}
