import type { KeyRecord } from '#lib/gateway/keys/find-key'
import { lengthOf } from '#lib/gateway/keys/read-policy'
import type { PolicyDocument } from '#lib/shared/policy/policy-document'

/** What was found under a secret's hash; null: no key. */
export interface KeptKey {
  record: KeyRecord | null
  /** Milliseconds since the epoch. */
  cachedAt: number
  /** When the look at the database began, on `performance.now()`. */
  askedAt: number
}

/** A record without its documents, its place in the map included; its limits, once asked for, are kept elsewhere. */
const bytesOfRecord = 2_000
/** A document as objects, with what is compiled of it, by the length of its text. */
const bytesPerCharacter = 6

/** Keys in memory, as many as weigh so much together: a document counts once, however many keys share it. */
export class KeptKeys {
  private readonly entries = new Map<string, KeptKey>()
  private readonly uses = new Map<PolicyDocument, number>()
  private readonly maxBytes: number
  private weight = 0

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes
  }

  get size(): number {
    return this.entries.size
  }

  get bytes(): number {
    return this.weight
  }

  find(name: string): KeptKey | undefined {
    return this.entries.get(name)
  }

  /** Most recently used last, so that the first is the one to drop. */
  touch(name: string, entry: KeptKey): void {
    this.entries.delete(name)
    this.entries.set(name, entry)
  }

  keep(name: string, entry: KeptKey): void {
    this.drop(name)
    this.entries.set(name, entry)
    this.weight += bytesOfRecord
    for (const policy of documentsOf(entry)) this.use(policy, 1)
    for (const oldest of this.entries.keys()) {
      if (this.weight <= this.maxBytes || oldest === name) break
      this.drop(oldest)
    }
  }

  private drop(name: string): void {
    const entry = this.entries.get(name)
    if (!entry) return
    this.entries.delete(name)
    this.weight -= bytesOfRecord
    for (const policy of documentsOf(entry)) this.use(policy, -1)
  }

  private use(policy: PolicyDocument, change: 1 | -1): void {
    const before = this.uses.get(policy) ?? 0
    const uses = before + change
    if (before === 0) this.weight += bytesPerCharacter * lengthOf(policy)
    if (uses > 0) {
      this.uses.set(policy, uses)
      return
    }
    this.uses.delete(policy)
    this.weight -= bytesPerCharacter * lengthOf(policy)
  }
}

function documentsOf({ record }: KeptKey): PolicyDocument[] {
  return record?.policy.levels.map(({ policy }) => policy) ?? []
}
