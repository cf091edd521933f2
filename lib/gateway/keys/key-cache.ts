import { setTimeout as wait } from 'node:timers/promises'
import { findKey, type KeyRecord } from '#lib/gateway/keys/find-key'
import { KeptKeys } from '#lib/gateway/keys/kept-keys'
import { shareRead } from '#lib/shared/share-read'
import { processState } from '#lib/shared/process-state'

/** About 60,000 ordinary keys. */
const maxBytes = 128 * 1024 * 1024
/** Keys that are unknown or gone for good are looked up again after this long. */
const refusalTtlMs = 1_000
/** Who runs into refusals one after the other has them looked at again this often, and waits for it in between. */
const lookAgainMs = 100

interface KeyCache {
  kept: KeptKeys
  loading: Map<string, Promise<KeyRecord | null>>
  rereading: Map<string, { read: () => Promise<KeyRecord | null>; waiting: number }>
  /** Looks that are yet to begin. */
  put: Map<string, Promise<KeyRecord | null>>
}

function cache(): KeyCache {
  return processState('gateway-keys', () => ({ kept: new KeptKeys(maxBytes), loading: new Map(), rereading: new Map(), put: new Map() }))
}

const nameOf = (secretHash: Buffer) => secretHash.toString('latin1')

/**
 * The key behind a secret's hash as far as memory knows: undefined when the database must be asked. A usable key may be
 * served from here for as long as it stays, because admission compares its version on every request. One that is off,
 * but could be switched on again, is never refused from memory; what cannot come back is, for a second.
 */
export function cachedKey(secretHash: Buffer, now: number): KeyRecord | null | undefined {
  const { kept } = cache()
  const name = nameOf(secretHash)
  const entry = kept.find(name)
  if (!entry) return undefined
  const { record } = entry
  const isGone = record === null || record.status === 'deleted'
  if (isGone ? now - entry.cachedAt > refusalTtlMs : !isUsable(record, now)) return undefined
  kept.touch(name, entry)
  return record
}

/**
 * Callers that miss at the same time share one look; a usable key is checked again by admission. Who would be refused by
 * a look that was under way before they asked shares a later one, so that nobody meets a key as it was before.
 */
export async function loadKeyOnce(secretHash: Buffer, now: number): Promise<KeyRecord | null> {
  const { kept, loading } = cache()
  const name = nameOf(secretHash)
  const shared = loading.get(name)
  if (!shared) return kept.find(name)?.record ? rereadRefusedKey(secretHash, now) : startLoad(secretHash, now)
  const record = await shared
  return record === null || isUsable(record, now) ? record : rereadRefusedKey(secretHash, now)
}

function startLoad(secretHash: Buffer, now: number): Promise<KeyRecord | null> {
  const { loading } = cache()
  const name = nameOf(secretHash)
  const load = loadKey(secretHash, now).finally(() => loading.delete(name))
  loading.set(name, load)
  return load
}

/** What the database says now, however many ask at once: at most one look of a key is under way, and none began before the question. */
export async function rereadKey(secretHash: Buffer, now: number): Promise<KeyRecord | null> {
  const { rereading } = cache()
  const name = nameOf(secretHash)
  const shared = rereading.get(name) ?? { read: shareRead(() => loadKey(secretHash, now)), waiting: 0 }
  rereading.set(name, shared)
  shared.waiting++
  try {
    return await shared.read()
  } finally {
    if (--shared.waiting === 0) rereading.delete(name)
  }
}

/**
 * The same before a refusal. A client that hammers into one is made to wait for the next look, which it shares with all
 * that came meanwhile: the database is asked a few times a second for it, and what was loosened counts all the same.
 */
export function rereadRefusedKey(secretHash: Buffer, now: number): Promise<KeyRecord | null> {
  const { kept, put } = cache()
  const name = nameOf(secretHash)
  const known = put.get(name)
  if (known) return known
  const askedAt = kept.find(name)?.askedAt ?? Number.NEGATIVE_INFINITY
  const restMs = askedAt + lookAgainMs - performance.now()
  if (restMs <= 0) return rereadKey(secretHash, now)
  const look = wait(restMs).then(() => {
    put.delete(name)
    return rereadKey(secretHash, now + restMs)
  })
  put.set(name, look)
  return look
}

/** Looks the key up in the database, whatever is cached. */
export async function loadKey(secretHash: Buffer, now: number): Promise<KeyRecord | null> {
  const { kept } = cache()
  const name = nameOf(secretHash)
  const askedAt = performance.now()
  const record = await findKey(secretHash, kept.find(name)?.record ?? null)
  kept.keep(name, { record, cachedAt: now, askedAt })
  return record
}

export function isUsable(record: KeyRecord, now: number): boolean {
  return record.status === 'active' && record.teamStatus === 'active' && (record.expiresAt === null || record.expiresAt > now)
}
