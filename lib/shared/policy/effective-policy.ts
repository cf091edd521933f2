import type { AddressList } from '#lib/shared/address-list'
import type { NameMatcher } from '#lib/shared/policy/match-names'
import type { DefaultField, MethodLimits, PolicyLevel, PolicyLevelName, RateLimits } from '#lib/shared/policy/policy-document'

/** A value and the level that sets it. */
export interface Bound<T> {
  value: T
  level: PolicyLevelName
}

/** One level's allow and deny; null where it says nothing. */
export interface NameRule {
  level: PolicyLevelName
  allow: NameMatcher | null
  deny: NameMatcher | null
}

export interface AddressRule {
  level: PolicyLevelName
  allow: AddressList
}

/** The limits one level sets, counted in that level's own scope. */
export interface ScopedLimits {
  level: PolicyLevelName
  /** What the counters belong to: `team:<id>`, `member:<team id>.<user id>` or `key:<id>`. */
  scope: string
  /** Of every request in the scope. */
  all: RateLimits | null
  /** Of the requests to models of a pattern, counted together for each pattern. */
  perModel: readonly { pattern: string; matches: NameMatcher; limits: RateLimits }[]
  perMethod: Readonly<Record<string, MethodLimits>>
  /** Of each end user of the scope. */
  endUser: RateLimits | null
}

/** All levels of a key at once, ready to be asked on every request; made once per key look-up and never changed. */
export interface EffectivePolicy {
  levels: readonly PolicyLevel[]
  /** Of the team: days of limits begin by its wall clock. */
  timeZone: string
  /** The user the key counts for. */
  memberId: string | null
  /** Milliseconds since the epoch. */
  expiresAt: Bound<number> | null
  models: readonly NameRule[]
  endpoints: readonly EndpointRule[]
  addresses: readonly AddressRule[]
  clients: readonly NameRule[]
  /** Only of levels that set any. */
  limits: readonly ScopedLimits[]
  maxOutputTokens: Bound<number> | null
  maxRequestNanos: Bound<bigint> | null
  /** Of the levels that set any, the nearest first. */
  aliases: readonly ReadonlyMap<string, string>[]
  /** The widest level at which a request must name its end user. */
  requiresEndUser: PolicyLevelName | null
  /** Those that administrators put on; budgets by tag count these. */
  tags: readonly string[]
  defaults: PolicyDefaults
  log: { metadata: boolean; endUser: boolean; address: boolean }
  blockAfterFailures: number | null
}

export interface EndpointRule {
  level: PolicyLevelName
  allow: EndpointMatcher | null
  deny: EndpointMatcher | null
}

export type EndpointMatcher = (method: string, path: string) => boolean

/** Body fields to add where the client sent none. */
export interface PolicyDefaults {
  /** Value as JSON text by field; the output maximum is apart. */
  fields: ReadonlyMap<Exclude<DefaultField, MaxField>, string>
  /** The value of `fields` for `user`, as text. */
  user: string | null
  /** The client's own output maximum in either spelling stands in the way of this one. */
  maxTokens: { field: MaxField; tokens: number } | null
}

export type MaxField = 'max_tokens' | 'max_completion_tokens'
