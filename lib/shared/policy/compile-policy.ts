import { compileAddresses } from '#lib/shared/address-list'
import { parseUsd } from '#lib/shared/money'
import { compileDefaults } from '#lib/shared/policy/compile-defaults'
import { compileLimits } from '#lib/shared/policy/compile-limits'
import type { Bound, EffectivePolicy, EndpointMatcher, NameRule } from '#lib/shared/policy/effective-policy'
import { compileNames } from '#lib/shared/policy/match-names'
import { type PolicyDocument, type PolicyLevel, policyLevels } from '#lib/shared/policy/policy-document'

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
    models: nameRules(levels, (policy) => policy.models),
    endpoints: rules(levels, (policy) => policy.endpoints, compileEndpoints),
    addresses: levels.flatMap(({ level, policy }) => (policy.ip_allow ? [{ level, allow: compileAddresses(policy.ip_allow) }] : [])),
    clients: nameRules(levels, (policy) => policy.clients),
    limits: compileLimits(levels),
    maxOutputTokens,
    maxRequestNanos: least(levels, ({ max_request_usd: usd }) => (usd === undefined ? undefined : parseUsd(usd))),
    // Later entries win, and the nearest level comes last.
    aliases: new Map(levels.flatMap(({ policy }) => Object.entries(policy.aliases ?? {}))),
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

function nameRules(levels: readonly PolicyLevel[], read: (policy: PolicyDocument) => AllowDeny | undefined): NameRule[] {
  return rules(levels, read, compileNames)
}

function rules<M>(
  levels: readonly PolicyLevel[],
  read: (policy: PolicyDocument) => AllowDeny | undefined,
  compile: (patterns: readonly string[]) => M,
) {
  return levels.flatMap(({ level, policy }) => {
    const { allow, deny } = read(policy) ?? {}
    if (!allow && !deny) return []
    return [{ level, allow: allow ? compile(allow) : null, deny: deny ? compile(deny) : null }]
  })
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
