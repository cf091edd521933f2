import { compileNames } from '#lib/shared/policy/match-names'

type Amounts = Readonly<Record<string, number | undefined>>

interface GivenLimits {
  per_model?: Readonly<Record<string, Amounts>>
  per_method?: Readonly<Record<string, Amounts | undefined>>
  [metric: string]: unknown
}

/** The most limits that one request can meet: those of every request, of its method, and of all patterns that may match one name together. */
export function countLimitsMet({ per_model: perModel = {}, per_method: perMethod = {}, ...all }: GivenLimits): number {
  return count(all) + Math.max(0, ...Object.values(perMethod).map((limits) => count(limits ?? {}))) + countOfModels(perModel)
}

function count(limits: Readonly<Record<string, unknown>>): number {
  return Object.values(limits).filter((limit) => limit !== undefined).length
}

/** Of the patterns that match a name together, one has the longest beginning: for each, those that may go with it so. */
function countOfModels(perModel: Readonly<Record<string, Amounts>>): number {
  const patterns = Object.entries(perModel).map(([pattern, limits]) => ({ pattern, limits }))
  const together = patterns.map(({ pattern: longest }) =>
    patterns.reduce((sum, { pattern, limits }) => sum + (mayGoWith(longest, pattern) ? count(limits) : 0), 0),
  )
  return Math.max(0, ...together)
}

function mayGoWith(longest: string, other: string): boolean {
  if (!longest.includes('*')) return compileNames([other])(longest)
  if (!other.includes('*')) return false
  const [ends, otherEnds] = [endOf(longest), endOf(other)]
  return startOf(longest).startsWith(startOf(other)) && (ends.endsWith(otherEnds) || otherEnds.endsWith(ends))
}

const startOf = (pattern: string) => pattern.slice(0, pattern.indexOf('*'))
const endOf = (pattern: string) => pattern.slice(pattern.lastIndexOf('*') + 1)
