import { hash } from 'node:crypto'
import type { Limit, LimitPlan } from '#lib/gateway/limits/limit'
import { calendarOf } from '#lib/gateway/limits/team-calendar'
import type { EffectivePolicy, ScopedLimits } from '#lib/shared/policy/effective-policy'
import type { RateLimits } from '#lib/shared/policy/policy-document'

/** What of a request decides which limits count it. */
export interface LimitedRequest {
  /** As the policy resolved it; null where no model is asked, which only limits per method count. */
  model: string | null
  /** `HEAD` is `GET`. */
  method: string
  endUser: string | null
  /** Reserved: see `estimateRequestTokens`. */
  tokens: number
}

const kinds = [
  { field: 'requests_per_minute', metric: 'requests', window: 'minute', mark: 'rpm' },
  { field: 'tokens_per_minute', metric: 'tokens', window: 'minute', mark: 'tpm' },
  { field: 'requests_per_day', metric: 'requests', window: 'day', mark: 'rpd' },
  { field: 'tokens_per_day', metric: 'tokens', window: 'day', mark: 'tpd' },
  { field: 'concurrency', metric: 'concurrency', window: null, mark: 'c' },
] as const

/** Of one policy: callers invent model names. */
const maxLists = 200
/** Limits kept over all policies, in two generations of half as many: those nobody asks for go, and are made anew. */
const maxKept = 200_000

type Lists = Map<string, Map<string | null, readonly Limit[]>>

let young = new WeakMap<EffectivePolicy, Lists>()
let old = young
let kept = 0

function listsOf(policy: EffectivePolicy): Lists {
  let lists = young.get(policy)
  if (lists) return lists
  lists = old.get(policy) ?? new Map<string, Map<string | null, readonly Limit[]>>()
  young.set(policy, lists)
  for (const ofMethod of lists.values()) for (const limits of ofMethod.values()) countKept(limits)
  return lists
}

function countKept(limits: readonly Limit[]): void {
  kept += 1 + limits.length
  if (kept <= maxKept / 2) return
  old = young
  young = new WeakMap()
  kept = 0
}

/** The limits that count a request: those of the whole scope, its model's patterns, its method and its end user, on every level. */
export function planLimits(policy: EffectivePolicy, { endUser, method, model, tokens }: LimitedRequest): LimitPlan {
  if (policy.limits.length === 0) return { limits: [], tokens }
  const limits = knownLimits(policy, method, model)
  const ofEndUser = endUser === null || model === null ? [] : policy.limits.flatMap((scoped) => limitsOfEndUser(scoped, policy, endUser))
  return { limits: ofEndUser.length === 0 ? limits : [...limits, ...ofEndUser], tokens }
}

/** Made once per policy, method and model; a policy is as immutable as the key it was read with. */
function knownLimits(policy: EffectivePolicy, method: string, model: string | null): readonly Limit[] {
  const lists = listsOf(policy)
  let ofMethod = lists.get(method)
  if (!ofMethod) lists.set(method, (ofMethod = new Map()))
  let limits = ofMethod.get(model)
  if (!limits) {
    limits = policy.limits.flatMap((scoped) => limitsOf(scoped, policy, method, model))
    if (ofMethod.size >= maxLists) ofMethod.clear()
    ofMethod.set(model, limits)
    countKept(limits)
  }
  return limits
}

function limitsOf(scoped: ScopedLimits, policy: EffectivePolicy, method: string, model: string | null): Limit[] {
  const { all, level, perMethod, perModel, scope } = scoped
  const make = (limits: RateLimits | null | undefined, id: string, name: string) => makeLimits(policy, scoped, limits, { id, name })
  const ofMethod = make(perMethod[method], `${scope}:method:${method}`, `${level}.per_method.${method}`)
  if (model === null) return ofMethod
  const ofModel = perModel.filter(({ matches }) => matches(model))
  return [
    ...make(all, scope, level),
    ...ofModel.flatMap(({ limits, pattern }) => make(limits, `${scope}:model:${pattern}`, `${level}.per_model.${pattern}`)),
    ...ofMethod,
  ]
}

/** An end user's name may be a mail address: it leaves the process as a hash only. */
function limitsOfEndUser(scoped: ScopedLimits, policy: EffectivePolicy, endUser: string): Limit[] {
  if (!scoped.endUser) return []
  const mark = hash('sha256', endUser, 'base64url').slice(0, 22)
  return makeLimits(policy, scoped, scoped.endUser, { id: `${scoped.scope}:end_user:${mark}`, name: `${scoped.level}.end_users` })
}

function makeLimits(
  { timeZone }: EffectivePolicy,
  { level }: ScopedLimits,
  limits: RateLimits | null | undefined,
  named: { id: string; name: string },
): Limit[] {
  return kinds.flatMap(({ field, mark, metric, window }) => {
    const amount = limits?.[field]
    if (amount === undefined) return []
    return { id: `${named.id}:${mark}`, name: `${named.name}.${field}`, level, metric, window, amount, calendar: calendarOf(timeZone) }
  })
}
