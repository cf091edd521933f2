import { findKey, type KeyRecord } from '#lib/gateway/keys/find-key'
import { shareRead } from '#lib/shared/share-read'
import { processState } from '#lib/shared/process-state'

/** About 100 MB of records; beyond it the key unused for longest goes. */
const maxEntries = 50_000
/** Keys that are unknown or gone for good are looked up again after this long. */
const refusalTtlMs = 1_000

interface Entry {
  record: KeyRecord | null
  cachedAt: number
}

interface KeyCache {
  entries: Map<string, Entry>
  loading: Map<string, Promise<KeyRecord | null>>
  rereading: Map<string, { read: () => Promise<KeyRecord | null>; waiting: number }>
}

function cache(): KeyCache {
  return processState('gateway-keys', () => ({ entries: new Map(), loading: new Map(), rereading: new Map() }))
}

/**
 * The key behind a secret's hash as far as memory knows: undefined when the database must be asked. A usable key may be
 * served from here for as long as it stays, because admission compares its version on every request. One that is off,
 * but could be switched on again, is never refused from memory; what cannot come back is, for a second.
 */
export function cachedKey(secretHash: Buffer, now: number): KeyRecord | null | undefined {
  const { entries } = cache()
  const name = secretHash.toString('latin1')
  const entry = entries.get(name)
  if (!entry) return undefined
  const { record } = entry
  const isGone = record === null || record.status === 'deleted'
  if (isGone ? now - entry.cachedAt > refusalTtlMs : !isUsable(record, now)) return undefined
  // Most recently used last, so that the first is the one to drop.
  entries.delete(name)
  entries.set(name, entry)
  return record
}

/**
 * Callers that miss at the same time share one look; a usable key is checked again by admission. Who would be refused by
 * a look that was under way before they asked shares another one, so that nobody meets a key as it was before.
 */
export async function loadKeyOnce(secretHash: Buffer, now: number): Promise<KeyRecord | null> {
  const shared = cache().loading.get(secretHash.toString('latin1'))
  if (!shared) return startLoad(secretHash, now)
  const record = await shared
  return record === null || isUsable(record, now) ? record : startLoad(secretHash, now)
}

function startLoad(secretHash: Buffer, now: number): Promise<KeyRecord | null> {
  const { loading } = cache()
  const name = secretHash.toString('latin1')
  const shared = loading.get(name)
  if (shared) return shared
  const load = loadKey(secretHash, now).finally(() => loading.delete(name))
  loading.set(name, load)
  return load
}

/** What the database says now, however many ask at once: at most one look of a key is under way, and none began before the question. */
export async function rereadKey(secretHash: Buffer, now: number): Promise<KeyRecord | null> {
  const { rereading } = cache()
  const name = secretHash.toString('latin1')
  const shared = rereading.get(name) ?? { read: shareRead(() => loadKey(secretHash, now)), waiting: 0 }
  rereading.set(name, shared)
  shared.waiting++
  try {
    return await shared.read()
  } finally {
    if (--shared.waiting === 0) rereading.delete(name)
  }
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
