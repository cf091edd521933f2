import { gatewayPool } from '#lib/shared/database/pools'

/** An inference key as the gateway needs it; immutable, replaced when admission says it changed. */
export interface KeyRecord {
  keyId: string
  teamId: string
  name: string
  status: 'active' | 'disabled' | 'deleted'
  teamStatus: string
  /** The earlier of the key's and the secret's expiry, in milliseconds since the epoch. */
  expiresAt: number | null
  policyVersion: bigint
  customerGroup: string
}

interface KeyRow {
  key_id: string
  team_id: string
  name: string
  status: KeyRecord['status']
  expires_at: string | null
  secret_expires_at: string | null
  policy_version: string
  team_status: string
  customer_group: string
}

/** The key behind the hash of a secret, or null. */
export async function findKey(secretHash: Buffer): Promise<KeyRecord | null> {
  const { rows } = await gatewayPool().query<{ key: KeyRow | null }>('select core.gateway_key($1) as key', [secretHash])
  const key = rows[0]?.key
  if (!key) return null
  return {
    keyId: key.key_id,
    teamId: key.team_id,
    name: key.name,
    status: key.status,
    teamStatus: key.team_status,
    expiresAt: earlier(key.expires_at, key.secret_expires_at),
    policyVersion: BigInt(key.policy_version),
    customerGroup: key.customer_group,
  }
}

function earlier(a: string | null, b: string | null): number | null {
  const times = [a, b].filter((time) => time !== null).map((time) => Date.parse(time))
  return times.length > 0 ? Math.min(...times) : null
}
