import type { TeamKey } from '#lib/portal/keys/team-key'
import type { KeyActivity } from '#lib/portal/usage/read-key-activity'

export const keySorts = ['name', 'used', 'month', 'total', 'created', 'expires'] as const
export type KeySort = (typeof keySorts)[number]

export interface Arrangement {
  by: KeySort
  descending: boolean
  /** The id of the last key of the page before. */
  after?: string | null
  size: number
}

export interface ArrangedKeys {
  keys: TeamKey[]
  /** The `after` of the page that follows; null on the last. */
  next: string | null
}

/** One page of a team's keys in the order asked for; what a key has no value of stands last either way. */
export function arrangeKeys(
  keys: readonly TeamKey[],
  use: ReadonlyMap<string, KeyActivity>,
  { by, descending, after, size }: Arrangement,
): ArrangedKeys {
  const direction = descending ? -1 : 1
  const sorted = keys
    .map((key) => ({ key, value: valueOf(by, key, use.get(key.id)) }))
    .toSorted((a, b) => {
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null) || byNewest(a.key, b.key)
      return compare(a.value, b.value) * direction || byNewest(a.key, b.key)
    })
    .map(({ key }) => key)
  // The last key of the page before may have been deleted since: the list then starts anew.
  const start = after ? sorted.findIndex((key) => key.id === after) + 1 : 0
  const page = sorted.slice(start, start + size)
  return { keys: page, next: start + size < sorted.length ? (page.at(-1)?.id ?? null) : null }
}

type SortValue = string | number | bigint | null

function valueOf(by: KeySort, key: TeamKey, use: KeyActivity | undefined): SortValue {
  switch (by) {
    case 'name':
      return key.name
    case 'used':
      return use?.lastUsedAt?.getTime() ?? null
    case 'month':
      return use?.monthNanos ?? 0n
    case 'total':
      return use?.totalNanos ?? 0n
    case 'created':
      return key.createdAt.getTime()
    case 'expires':
      return key.expiresAt?.getTime() ?? null
  }
}

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

function compare(a: string | number | bigint, b: string | number | bigint): number {
  if (typeof a === 'string' && typeof b === 'string') return names.compare(a, b)
  return a < b ? -1 : a > b ? 1 : 0
}

/** Ids sort like the moment they were made. */
function byNewest(a: TeamKey, b: TeamKey): number {
  return a.id < b.id ? 1 : -1
}
