import { readPolicy } from '#lib/gateway/keys/read-policy'
import { gatewayPool } from '#lib/shared/database/pools'
import { compilePolicy } from '#lib/shared/policy/compile-policy'
import type { EffectivePolicy } from '#lib/shared/policy/effective-policy'
import type { PolicyLevelName } from '#lib/shared/policy/policy-document'

/** An inference key as the gateway needs it; immutable, replaced when admission says it changed. */
export interface KeyRecord {
  keyId: string
  teamId: string
  name: string
  status: 'active' | 'disabled' | 'blocked' | 'deleted'
  /** Why it is blocked. */
  blockReason: string | null
  teamStatus: string
  /** The earliest of the key's, the secret's and the policy's expiry, in milliseconds since the epoch. */
  expiresAt: number | null
  policyVersion: bigint
  customerGroup: string
  policy: EffectivePolicy
}

interface KeyRow {
  key_id: string
  team_id: string
  name: string
  status: KeyRecord['status']
  block_reason: string | null
  expires_at: string | null
  secret_expires_at: string | null
  policy_version: string
  team_status: string
  customer_group: string
  time_zone: string
  levels: { level: PolicyLevelName; id: string; policy: unknown }[]
}

/**
 * The key behind the hash of a secret, or null. Its policy stays the object it was before while its version does.
 * @throws ZodError for a stored policy that cannot be read: such a key serves nothing rather than everything.
 */
export async function findKey(secretHash: Buffer, before: KeyRecord | null): Promise<KeyRecord | null> {
  const { rows } = await gatewayPool().query<{ key: KeyRow | null }>('select core.gateway_key($1) as key', [secretHash])
  const key = rows[0]?.key
  if (!key) return null
  const policyVersion = BigInt(key.policy_version)
  const isSame = before?.keyId === key.key_id && before.policyVersion === policyVersion
  const policy = isSame ? before.policy : compileKey(key)
  return {
    keyId: key.key_id,
    teamId: key.team_id,
    name: key.name,
    status: key.status,
    blockReason: key.block_reason,
    teamStatus: key.team_status,
    expiresAt: earliest(parseTime(key.expires_at), parseTime(key.secret_expires_at), policy.expiresAt?.value ?? null),
    policyVersion,
    customerGroup: key.customer_group,
    policy,
  }
}

function compileKey({ levels, time_zone: timeZone }: KeyRow): EffectivePolicy {
  const read = levels.map(({ level, id, policy }) => ({ level, id, policy: readPolicy(policy) }))
  return compilePolicy(read, timeZone)
}

function parseTime(time: string | null): number | null {
  return time === null ? null : Date.parse(time)
}

function earliest(...times: (number | null)[]): number | null {
  const set = times.filter((time) => time !== null)
  return set.length > 0 ? Math.min(...set) : null
}
