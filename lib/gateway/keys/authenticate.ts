import type { KeyRecord } from '#lib/gateway/keys/find-key'
import { cachedKey, loadKey, loadKeyOnce, rereadKey, rereadRefusedKey } from '#lib/gateway/keys/key-cache'
import type { GatewayRequest } from '#lib/gateway/types'
import { isWellFormedKey } from '#lib/shared/api-key-format'
import { hashSecret } from '#lib/shared/crypto'
import { checkExpiry } from '#lib/shared/policy/check-policy'
import { TollgateError } from '#lib/shared/errors'

/** Whose key a request came with. */
export interface Caller {
  key: KeyRecord
  secretHash: Buffer
}

const bearer = /^bearer(?:\s+|$)/i

/** The secret from `Authorization: Bearer`, `x-api-key` or `api-key`, in this order; null when there is none. */
export function readSecret(headers: GatewayRequest['headers']): string | null {
  const { authorization } = headers
  if (authorization !== undefined && bearer.test(authorization)) return authorization.replace(bearer, '').trim() || null
  return (headers['x-api-key'] ?? headers['api-key'] ?? authorization)?.trim() || null
}

/** A connection sends one secret again and again: its last one is hashed once, and known for as long as the connection lives. */
const lastHashed = new WeakMap<object, { secret: string; hash: Buffer }>()

function hashOnce(secret: string, connection: object | null): Buffer {
  if (connection === null) return hashSecret(secret)
  const last = lastHashed.get(connection)
  if (last?.secret === secret) return last.hash
  const hash = hashSecret(secret)
  lastHashed.set(connection, { secret, hash })
  return hash
}

interface Identifying {
  fresh: boolean
  now: number
  connection?: object | null
}

/**
 * The caller by its key, usable or not, from memory where admission will check the key again, else (`fresh`) from the database.
 * @throws TollgateError missing_api_key, invalid_api_key.
 */
export async function identify(headers: GatewayRequest['headers'], { fresh, now, connection = null }: Identifying): Promise<Caller> {
  const secret = readSecret(headers)
  if (secret === null) throw new TollgateError('missing_api_key')
  const secretHash = hashOnce(secret, connection)
  const known = fresh ? undefined : cachedKey(secretHash, now)
  // The checksum turns made-up keys away without asking the database.
  if (known === undefined && !isWellFormedKey('inference', secret)) throw malformed(secret)
  const load = fresh ? loadKey : loadKeyOnce
  const key = known === undefined ? await load(secretHash, now) : known
  return { key: requireKnown(key), secretHash }
}

/** Said by its form alone, so that nobody learns whether such a key exists. */
function malformed(secret: string): TollgateError {
  if (!isWellFormedKey('management', secret)) return new TollgateError('invalid_api_key')
  return new TollgateError('invalid_api_key', {
    message: 'This is a management key, which calls no model. Send an API key (tg-…) from the Keys page.',
  })
}

/** The same caller as the database knows it now: when admission found the cached key outdated. */
export async function authenticateAgain(caller: Caller, now: number): Promise<Caller> {
  return knownAgain(caller, await rereadKey(caller.secretHash, now), now)
}

/** The same before what was remembered of the key refuses. */
export async function authenticateRefused(caller: Caller, now: number): Promise<Caller> {
  return knownAgain(caller, await rereadRefusedKey(caller.secretHash, now), now)
}

function knownAgain(caller: Caller, record: KeyRecord | null, now: number): Caller {
  const again = { ...caller, key: requireKnown(record) }
  requireUsable(again, now)
  return again
}

function requireKnown(key: KeyRecord | null): KeyRecord {
  if (!key || key.status === 'deleted') throw new TollgateError('invalid_api_key')
  return key
}

/** @throws TollgateError key_disabled, key_blocked, key_expired, team_disabled. */
export function requireUsable({ key }: Caller, now: number): void {
  if (key.status === 'blocked') throw keyBlocked(key.blockReason)
  if (key.status !== 'active') throw new TollgateError('key_disabled')
  if (key.teamStatus !== 'active') throw new TollgateError('team_disabled')
  if (key.expiresAt !== null && key.expiresAt <= now) throw keyExpired(key, now)
}

function keyBlocked(reason: string | null): TollgateError {
  const message =
    reason === null
      ? undefined
      : reason === consecutiveFailures
        ? 'The API key is blocked: too many of its requests failed in a row. Whoever made it, or an administrator of its team, can enable it again.'
        : `The API key is blocked, and an administrator of its team can enable it again. The reason: ${reason}`
  return new TollgateError('key_blocked', { message, details: { reason } })
}

/** The reason the database writes when it blocks a key by itself. */
const consecutiveFailures = 'consecutive_failures'

function keyExpired(key: KeyRecord, now: number): TollgateError {
  const refusal = checkExpiry(key.policy, now)
  return new TollgateError('key_expired', { details: refusal ? { limit: refusal.limit, level: refusal.level } : undefined })
}
