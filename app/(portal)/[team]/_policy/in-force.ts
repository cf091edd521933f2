import type { TeamBudget } from '#lib/portal/budgets/list-team-budgets'
import { levelOfBudget } from '#lib/portal/policies/budget-level'
import type { ExplainedMember, ExplainedPolicy } from '#lib/shared/policy/explain-policy'
import { compileNames } from '#lib/shared/policy/match-names'
import {
  type PolicyDocument,
  type PolicyLevel,
  type PolicyLevelName,
  policyLevels,
  type RateLimits,
} from '#lib/shared/policy/policy-document'
import { limitMetrics, type LimitMetric } from './policy-values'

type Log = NonNullable<PolicyDocument['log']>

/** Of names or fields that several levels set, the values in force and the level each comes from. */
export function nearestEntries(member: ExplainedMember<'aliases' | 'defaults'> | undefined) {
  return Object.entries(member?.value ?? {}).flatMap(([name, value]) => {
    const source = member?.from.findLast((level) => name in level.value)
    return source ? [{ name, value: String(value), level: source.level }] : []
  })
}

/** What is kept or not, once each: one level that keeps something back does so for all. */
export function keptOfRequests(member: ExplainedMember<'log'> | undefined) {
  const from = member?.from ?? []
  const first = (fits: (log: Log) => boolean) => from.find(({ value }) => fits(value))?.level
  const notAddress = first((log) => log.address === false)
  const said: [word: 'noMetadata' | 'noEndUser' | 'noAddress' | 'keepsAddress', level: PolicyLevelName | undefined][] = [
    ['noMetadata', first((log) => log.metadata === false)],
    ['noEndUser', first((log) => log.end_user === false)],
    ['noAddress', notAddress],
    ['keepsAddress', notAddress === undefined ? first((log) => log.address === true) : undefined],
  ]
  return said.flatMap(([word, level]) => (level === undefined ? [] : [{ word, level }]))
}

/** Of several that bind the same thing: the one that is met first, and one that a wider level never lets it come to. */
export type Standing = 'first' | 'never'

export interface LimitInForce {
  level: PolicyLevelName
  of: 'all' | 'model' | 'method' | 'end_user'
  /** The pattern or method; empty where it is of every request. */
  name: string
  metric: LimitMetric
  count: number
  standing: Standing | null
}

/** Every limit of every level, those of one kind together, the least first. */
export function limitsInForce({ limits, end_users: endUsers }: ExplainedPolicy): LimitInForce[] {
  const kinds = new Map<string, LimitInForce[]>()
  const add = (level: PolicyLevelName, of: LimitInForce['of'], name: string, given: RateLimits = {}) => {
    for (const metric of limitMetrics) {
      const count = given[metric]
      if (count === undefined) continue
      const kind = JSON.stringify([of, name, metric])
      kinds.set(kind, [...(kinds.get(kind) ?? []), { level, of, name, metric, count, standing: null }])
    }
  }
  for (const { level, value } of limits?.from ?? []) {
    const { per_model: perModel = {}, per_method: perMethod = {}, ...all } = value
    add(level, 'all', '', all)
    for (const [name, given] of Object.entries(perModel)) add(level, 'model', name, given)
    for (const [name, given] of Object.entries(perMethod)) add(level, 'method', name, given)
  }
  for (const { level, value } of endUsers?.from ?? []) add(level, 'end_user', '', value.limits)
  return [...kinds.values()].flatMap(compare)
}

/** What a nearer level counts, the wider ones count too: a nearer limit that is no less is never come to. */
function compare(kind: readonly LimitInForce[]): LimitInForce[] {
  const [least, ...others] = kind.toSorted((a, b) => a.count - b.count || policyLevels.indexOf(a.level) - policyLevels.indexOf(b.level))
  if (!least || others.length === 0) return [...kind]
  const isHidden = (limit: LimitInForce) =>
    kind.some((wider) => policyLevels.indexOf(wider.level) < policyLevels.indexOf(limit.level) && wider.count <= limit.count)
  return [{ ...least, standing: 'first' }, ...others.map((limit) => ({ ...limit, standing: isHidden(limit) ? ('never' as const) : null }))]
}

export interface BudgetInForce {
  level: PolicyLevelName
  budget: TeamBudget
  leftNanos: bigint
  standing: 'first' | null
}

/**
 * The budgets that count for these levels; with `tags` those by tag and by model too. Of the hard ones that with the least left
 * is met first.
 */
export function budgetsInForce(
  budgets: readonly TeamBudget[],
  levels: readonly Pick<PolicyLevel, 'level' | 'id'>[],
  tags?: readonly string[],
): BudgetInForce[] {
  const found = budgets.flatMap((budget): BudgetInForce[] => {
    const level = levelOfBudget(budget, levels, tags)
    const leftNanos = budget.limitNanos - budget.spentNanos - budget.heldNanos
    return level === undefined ? [] : [{ level, budget, leftNanos, standing: null }]
  })
  const hard = found.filter(({ budget }) => budget.mode === 'hard' && !budget.perEndUser && budget.scope !== 'model')
  const [first] = hard.toSorted((a, b) => (a.leftNanos < b.leftNanos ? -1 : a.leftNanos > b.leftNanos ? 1 : 0))
  return hard.length < 2 ? found : found.map((one) => (one === first ? { ...one, standing: 'first' as const } : one))
}

/** Whether all levels together let a model be called. */
export function allowsModel(member: ExplainedMember<'models'> | undefined): (model: string) => boolean {
  const rules = (member?.from ?? []).map(({ value: { allow, deny = [] } }) => ({
    allows: allow ? compileNames(allow) : () => true,
    denies: compileNames(deny),
  }))
  return (model) => rules.every(({ allows, denies }) => allows(model) && !denies(model))
}

/** What keeps a model from being called, if something does. */
export function whyNot(model: string, sold: readonly string[], allows: (model: string) => boolean): 'unknown' | 'forbidden' | null {
  if (!sold.includes(model)) return 'unknown'
  return allows(model) ? null : 'forbidden'
}
