import { randomFillSync } from 'node:crypto'

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

const idBytes = 16
/** Random bytes are drawn for many ids at once: a draw costs more than an id. */
const pool = Buffer.alloc(idBytes * 256)
let drawn = pool.length
const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
let lastMs = 0
let sequence = 0

/** A new UUIDv7: sortable by the millisecond it was made in, and within it by the order in which this process made them. */
export function newId(): string {
  if (drawn === pool.length) {
    randomFillSync(pool)
    drawn = 0
  }
  const at = drawn
  drawn += idBytes
  const now = Date.now()
  if (now > lastMs) {
    lastMs = now
    // Half of the 32 bits at least is left to count up in.
    sequence = pool.readUInt32BE(at) >>> 1
  } else if (++sequence > 0xffff_ffff) {
    lastMs++
    sequence = 0
  }
  const byte = (offset: number) => pool[at + offset] as number
  const x = (value: number) => hex[value & 0xff] as string
  const high = Math.floor(lastMs / 0x1_0000)
  return (
    `${x(high >>> 24)}${x(high >>> 16)}${x(high >>> 8)}${x(high)}-${x(lastMs >>> 8)}${x(lastMs)}-` +
    `${x(0x70 | (sequence >>> 28))}${x(sequence >>> 20)}-${x(0x80 | ((sequence >>> 14) & 0x3f))}${x(sequence >>> 6)}-` +
    `${x(((sequence << 2) & 0xff) | (byte(4) & 3))}${x(byte(5))}${x(byte(6))}${x(byte(7))}${x(byte(8))}${x(byte(9))}`
  )
}

/** `team_` + 26 characters of Crockford base32; sorts like the UUID. */
export function showId(kind: IdKind, uuid: string): string {
  let text = `${kind}_`
  // 26 characters are 130 bits: the first two are zero.
  let bits = 2
  let held = 0
  for (let i = 0; i < uuid.length; i++) {
    const code = uuid.charCodeAt(i)
    if (code === dash) continue
    held = (held << 4) | digitOf(code)
    bits += 4
    if (bits < 5) continue
    bits -= 5
    text += alphabet[held >>> bits] as string
    held &= (1 << bits) - 1
  }
  return text
}

const dash = 0x2d

/** Of a hexadecimal digit in either case. */
function digitOf(code: number): number {
  return code <= 0x39 ? code - 0x30 : (code | 0x20) - 0x57
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
