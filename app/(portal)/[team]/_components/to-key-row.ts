import { memberMay } from '#lib/portal/acting/permissions'
import type { ApiKey } from '#lib/portal/keys/api-key'
import { showId } from '#lib/shared/ids'
import type { KeyRow } from './keys-card'

interface Reader {
  role: string
  userId: string
  /** Milliseconds since the epoch. */
  now: number
}

/** A key as its list shows it to this reader: makers may change their own, administrators every one. */
export function toKeyRow(key: ApiKey, reader: Reader): KeyRow {
  const expired = key.expiresAt !== null && key.expiresAt.getTime() <= reader.now
  const own = key.createdBy === reader.userId
  return {
    id: showId('key', key.id),
    name: key.name,
    display: key.display,
    status: key.status === 'active' && expired ? 'expired' : key.status,
    createdAt: key.createdAt,
    mayChange: memberMay('key.change', reader.role) || (own && memberMay('key.change_own', reader.role)),
  }
}
