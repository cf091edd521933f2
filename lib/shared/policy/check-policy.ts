import type { EffectivePolicy, NameRule } from '#lib/shared/policy/effective-policy'
import type { PolicyLevelName } from '#lib/shared/policy/policy-document'

/** Why a policy refuses: which limit of which level, by a code of the error table. */
export interface Refusal {
  code:
    | 'model_not_allowed'
    | 'endpoint_not_allowed'
    | 'address_not_allowed'
    | 'client_not_allowed'
    | 'key_expired'
    | 'request_too_expensive'
    | 'end_user_required'
  level: PolicyLevelName
  /** As `key.models.allow`. */
  limit: string
}

export interface Access {
  method: string
  /** Below `/v1`, without a leading slash. */
  path: string
  /** Null where the door could not tell. */
  address: string | null
  client: string
  now: number
}

/** Whether this key may be used from here, with this tool, at this path. */
export function checkAccess(policy: EffectivePolicy, access: Access): Refusal | null {
  return (
    checkExpiry(policy, access.now) ??
    checkAddress(policy, access.address) ??
    checkEndpoint(policy, access.method, access.path) ??
    checkClient(policy, access.client)
  )
}

export function checkExpiry({ expiresAt }: EffectivePolicy, now: number): Refusal | null {
  if (expiresAt === null || now < expiresAt.value) return null
  return { code: 'key_expired', level: expiresAt.level, limit: `${expiresAt.level}.expires_at` }
}

/** An address that is not known is on no list. */
export function checkAddress({ addresses }: EffectivePolicy, address: string | null): Refusal | null {
  for (const { level, allow } of addresses) {
    if (address === null || !allow(address)) return { code: 'address_not_allowed', level, limit: `${level}.ip_allow` }
  }
  return null
}

/** `HEAD` is `GET` without its body. */
export function checkEndpoint({ endpoints }: EffectivePolicy, method: string, path: string): Refusal | null {
  const asked = method === 'HEAD' ? 'GET' : method
  for (const { level, allow, deny } of endpoints) {
    if (allow && !allow(asked, path)) return { code: 'endpoint_not_allowed', level, limit: `${level}.endpoints.allow` }
    if (deny?.(asked, path)) return { code: 'endpoint_not_allowed', level, limit: `${level}.endpoints.deny` }
  }
  return null
}

export function checkClient(policy: EffectivePolicy, client: string): Refusal | null {
  return checkName(policy.clients, client, 'client_not_allowed', 'clients')
}

/** Of the model itself, after aliases. */
export function checkModel(policy: EffectivePolicy, model: string): Refusal | null {
  return checkName(policy.models, model, 'model_not_allowed', 'models')
}

function checkName(rules: readonly NameRule[], name: string, code: Refusal['code'], member: string): Refusal | null {
  for (const { level, allow, deny } of rules) {
    if (allow && !allow(name)) return { code, level, limit: `${level}.${member}.allow` }
    if (deny?.(name)) return { code, level, limit: `${level}.${member}.deny` }
  }
  return null
}

/** A request that names no end user would be in none of their limits and budgets. */
export function checkEndUser({ requiresEndUser: level }: EffectivePolicy, endUser: string | null): Refusal | null {
  if (level === null || endUser !== null) return null
  return { code: 'end_user_required', level, limit: `${level}.end_users.required` }
}

/** Whether what a request may cost at most is more than one request may. */
export function checkRequestCost({ maxRequestNanos }: EffectivePolicy, holdNanos: bigint): Refusal | null {
  if (maxRequestNanos === null || holdNanos <= maxRequestNanos.value) return null
  return { code: 'request_too_expensive', level: maxRequestNanos.level, limit: `${maxRequestNanos.level}.max_request_usd` }
}

/** The model a name stands for: an alias of the nearest level, or the name itself. */
export function resolveModel({ aliases }: EffectivePolicy, name: string): string {
  for (const ofLevel of aliases) {
    const model = ofLevel.get(name)
    if (model !== undefined) return model
  }
  return name
}
