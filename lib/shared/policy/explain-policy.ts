import {
  type PolicyDocument,
  type PolicyLevel,
  type PolicyLevelName,
  type PolicyMember,
  policyLevels,
} from '#lib/shared/policy/policy-document'
import { parseUsd } from '#lib/shared/money'

/** How the levels of a member come together. */
export type PolicyRule =
  /** Each level's own must be met. */
  | 'every'
  /** Each level's own is counted in that level's scope. */
  | 'own'
  | 'least'
  /** Per name or field the value of the nearest level. */
  | 'nearest'
  | 'union'

export const policyRules = {
  models: 'every',
  endpoints: 'every',
  ip_allow: 'every',
  expires_at: 'least',
  limits: 'own',
  budgets: 'own',
  max_output_tokens: 'least',
  max_request_usd: 'least',
  clients: 'every',
  aliases: 'nearest',
  tags: 'union',
  defaults: 'nearest',
  log: 'every',
  end_users: 'own',
  block_after_failures: 'least',
} as const satisfies Record<PolicyMember, PolicyRule>

/** One member in force: what each level sets of it, and, where the levels make one value of it, that value. */
export interface ExplainedMember<M extends PolicyMember = PolicyMember> {
  rule: PolicyRule
  /** The value in force; null for `every` and `own`, where all of `from` are. */
  value: NonNullable<PolicyDocument[M]> | null
  /** From the widest level to the nearest. */
  from: { level: PolicyLevelName; value: NonNullable<PolicyDocument[M]> }[]
}

export type ExplainedPolicy = { [M in PolicyMember]?: ExplainedMember<M> }

/** Every member that any level sets, with the levels it comes from. */
export function explainPolicy(given: readonly PolicyLevel[]): ExplainedPolicy {
  const levels = given.toSorted((a, b) => policyLevels.indexOf(a.level) - policyLevels.indexOf(b.level))
  const members = (Object.keys(policyRules) as PolicyMember[]).flatMap((member) => {
    const from = levels.flatMap(({ level, policy }) => {
      const value = policy[member]
      return value === undefined ? [] : [{ level, value }]
    })
    if (from.length === 0) return []
    const values = from.map(({ value }) => value)
    return [[member, { rule: policyRules[member], value: combine(member, values), from }]]
  })
  return Object.fromEntries(members) as ExplainedPolicy
}

function combine(member: PolicyMember, values: readonly unknown[]): unknown {
  switch (policyRules[member]) {
    case 'least':
      return values.toSorted((a, b) => (comparable(member, a) < comparable(member, b) ? -1 : 1))[0]
    case 'nearest':
      return nearest(values)
    case 'union':
      return [...new Set(values.flat())]
    default:
      return null
  }
}

/** Either spelling of the output maximum replaces the other. */
function nearest(values: readonly unknown[]): unknown {
  const merged = new Map<string, unknown>()
  for (const [name, value] of values.flatMap((record) => Object.entries(record as Record<string, unknown>))) {
    if (name === 'max_tokens') merged.delete('max_completion_tokens')
    if (name === 'max_completion_tokens') merged.delete('max_tokens')
    merged.set(name, value)
  }
  return Object.fromEntries(merged)
}

function comparable(member: PolicyMember, value: unknown): number | bigint {
  if (member === 'expires_at') return Date.parse(String(value))
  return member === 'max_request_usd' ? parseUsd(String(value)) : Number(value)
}
