import { v7 as uuidv7 } from 'uuid'

/** The closed list of id prefixes people see; the database stores bare UUIDs. */
export const idKinds = [
  'req',
  'key',
  'team',
  'mkey',
  'user',
  'chan',
  'cred',
  'price',
  'audit',
  'entry',
  'budget',
  'invite',
  'hook',
  'note',
  'dlv',
] as const
export type IdKind = (typeof idKinds)[number]

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** A new UUIDv7: sortable by the millisecond it was made in. */
export function newId(): string {
  return uuidv7()
}

/** `team_` + 26 characters of Crockford base32; sorts like the UUID. */
export function showId(kind: IdKind, uuid: string): string {
  let value = BigInt(`0x${uuid.replaceAll('-', '')}`)
  let text = ''
  for (let i = 0; i < 26; i++) {
    text = alphabet.charAt(Number(value & 31n)) + text
    value >>= 5n
  }
  return `${kind}_${text}`
}

/** The UUID behind a shown id, or null when the prefix, the length or a character is not that kind's. */
export function parseId(kind: IdKind, shown: string): string | null {
  const prefix = `${kind}_`
  if (!shown.startsWith(prefix) || shown.length !== prefix.length + 26) return null
  let value = 0n
  for (const character of shown.slice(prefix.length)) {
    const digit = alphabet.indexOf(character)
    if (digit < 0) return null
    value = (value << 5n) | BigInt(digit)
  }
  if (value >> 128n !== 0n) return null
  const hex = value.toString(16).padStart(32, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** The millisecond a UUIDv7 was made in; request rows take their partition time from it. */
export function timeOfId(uuid: string): Date {
  return new Date(Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16))
}

/** Sorts before every id of that millisecond and after every id of the one before: a bound in time on ids. */
export function firstIdOf(at: Date): string {
  const hex = Math.max(0, at.getTime()).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}
