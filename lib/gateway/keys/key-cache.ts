import { findKey, type KeyRecord } from '#lib/gateway/keys/find-key'
import { processState } from '#lib/shared/process-state'

/** About 100 MB of records; beyond it the key unused for longest goes. */
const maxEntries = 100_000
/** Unknown keys and keys that may not be used are looked up again after this long. */
const refusalTtlMs = 1_000

interface Entry {
  record: KeyRecord | null
  cachedAt: number
}

interface KeyCache {
  entries: Map<string, Entry>
  loading: Map<string, Promise<KeyRecord | null>>
}

function cache(): KeyCache {
  return processState('gateway-keys', () => ({ entries: new Map(), loading: new Map() }))
}

/**
 * The key behind a secret's hash as far as memory knows: undefined when the database must be asked. A usable key may be
 * served from here for as long as it stays, because admission compares its version on every request; a refusal is never
 * older than a second.
 */
export function cachedKey(secretHash: Buffer, now: number): KeyRecord | null | undefined {
  const { entries } = cache()
  const name = secretHash.toString('latin1')
  const entry = entries.get(name)
  if (!entry) return undefined
  const isRefusal = entry.record === null || !isUsable(entry.record, now)
  if (isRefusal && now - entry.cachedAt > refusalTtlMs) return undefined
  // Most recently used last, so that the first is the one to drop.
  entries.delete(name)
  entries.set(name, entry)
  return entry.record
}

/** Callers that miss at the same time share one look; what they get is checked again by admission. */
export function loadKeyOnce(secretHash: Buffer, now: number): Promise<KeyRecord | null> {
  const { loading } = cache()
  const name = secretHash.toString('latin1')
  const known = loading.get(name)
  if (known) return known
  const load = loadKey(secretHash, now).finally(() => loading.delete(name))
  loading.set(name, load)
  return load
}

/** Looks the key up in the database, whatever is cached. */
export async function loadKey(secretHash: Buffer, now: number): Promise<KeyRecord | null> {
  const record = await findKey(secretHash)
  const { entries } = cache()
  const name = secretHash.toString('latin1')
  entries.delete(name)
  entries.set(name, { record, cachedAt: now })
  if (entries.size > maxEntries) {
    const [oldest] = entries.keys()
    if (oldest !== undefined) entries.delete(oldest)
  }
  return record
}

export function isUsable(record: KeyRecord, now: number): boolean {
  return record.status === 'active' && record.teamStatus === 'active' && (record.expiresAt === null || record.expiresAt > now)
}
