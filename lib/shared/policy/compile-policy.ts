import { type AddressList, compileAddresses } from '#lib/shared/address-list'
import { parseUsd } from '#lib/shared/money'
import { compileDefaults } from '#lib/shared/policy/compile-defaults'
import { compileLimits } from '#lib/shared/policy/compile-limits'
import type { Bound, EffectivePolicy, EndpointMatcher } from '#lib/shared/policy/effective-policy'
import { compileNames, type NameMatcher } from '#lib/shared/policy/match-names'
import { oncePerDocument } from '#lib/shared/policy/once-per-document'
import { type PolicyDocument, type PolicyLevel, type PolicyLevelName, policyLevels } from '#lib/shared/policy/policy-document'

type AllowDeny = { allow?: readonly string[]; deny?: readonly string[] }

/** One policy of all levels, in any order; each is asked by itself, so that none can widen another. */
export function compilePolicy(given: readonly PolicyLevel[], timeZone = 'UTC'): EffectivePolicy {
  const levels = given.toSorted((a, b) => policyLevels.indexOf(a.level) - policyLevels.indexOf(b.level))
  const maxOutputTokens = least(levels, (policy) => policy.max_output_tokens)
  return {
    levels,
    timeZone,
    memberId: levels.find(({ level }) => level === 'member')?.id ?? null,
    expiresAt: least(levels, ({ expires_at: at }) => (at === undefined ? undefined : Date.parse(at))),
    models: levels.flatMap(({ level, policy }) => ruleOf(level, matchersOf(policy).models)),
    endpoints: levels.flatMap(({ level, policy }) => ruleOf(level, matchersOf(policy).endpoints)),
    addresses: levels.flatMap(({ level, policy }) => {
      const allow = matchersOf(policy).addresses
      return allow ? [{ level, allow }] : []
    }),
    clients: levels.flatMap(({ level, policy }) => ruleOf(level, matchersOf(policy).clients)),
    limits: compileLimits(levels),
    maxOutputTokens,
    maxRequestNanos: least(levels, ({ max_request_usd: usd }) => (usd === undefined ? undefined : parseUsd(usd))),
    aliases: levels.flatMap(({ policy }) => (policy.aliases ? [aliasesOf(policy)] : [])).toReversed(),
    requiresEndUser: levels.find(({ policy }) => policy.end_users?.required)?.level ?? null,
    tags: [...new Set(levels.flatMap(({ policy }) => policy.tags ?? []))],
    defaults: compileDefaults(levels, maxOutputTokens?.value ?? null),
    log: {
      metadata: levels.every(({ policy }) => policy.log?.metadata !== false),
      endUser: levels.every(({ policy }) => policy.log?.end_user !== false),
      address: levels.some(({ policy }) => policy.log?.address) && levels.every(({ policy }) => policy.log?.address !== false),
    },
    blockAfterFailures: least(levels, (policy) => policy.block_after_failures)?.value ?? null,
  }
}

function least<T extends number | bigint>(
  levels: readonly PolicyLevel[],
  read: (policy: PolicyDocument) => T | undefined,
): Bound<T> | null {
  let found: Bound<T> | null = null
  for (const { level, policy } of levels) {
    const value = read(policy)
    if (value !== undefined && (found === null || value < found.value)) found = { value, level }
  }
  return found
}

interface Matchers {
  models: Rule<NameMatcher> | null
  endpoints: Rule<EndpointMatcher> | null
  addresses: AddressList | null
  clients: Rule<NameMatcher> | null
}

interface Rule<M> {
  allow: M | null
  deny: M | null
}

const matchersOf = oncePerDocument(
  (policy): Matchers => ({
    models: compileRule(policy.models, compileNames),
    endpoints: compileRule(policy.endpoints, compileEndpoints),
    addresses: policy.ip_allow ? compileAddresses(policy.ip_allow) : null,
    clients: compileRule(policy.clients, compileNames),
  }),
)

const aliasesOf = oncePerDocument(({ aliases }): ReadonlyMap<string, string> => new Map(Object.entries(aliases ?? {})))

function compileRule<M>({ allow, deny }: AllowDeny = {}, compile: (patterns: readonly string[]) => M): Rule<M> | null {
  if (!allow && !deny) return null
  return { allow: allow ? compile(allow) : null, deny: deny ? compile(deny) : null }
}

function ruleOf<M>(level: PolicyLevelName, rule: Rule<M> | null): ({ level: PolicyLevelName } & Rule<M>)[] {
  return rule ? [{ level, ...rule }] : []
}

/** Patterns are `[METHOD ]path`; without a method they mean every one. */
function compileEndpoints(patterns: readonly string[]): EndpointMatcher {
  const byMethod = new Map<string, string[]>()
  for (const pattern of patterns) {
    const space = pattern.indexOf(' ')
    const method = space < 0 ? '' : pattern.slice(0, space)
    byMethod.set(method, [...(byMethod.get(method) ?? []), pattern.slice(space + 1)])
  }
  const matchers = new Map([...byMethod].map(([method, paths]) => [method, compileNames(paths)]))
  const any = matchers.get('')
  return (method, path) => (any?.(path) ?? false) || (matchers.get(method)?.(path) ?? false)
}
