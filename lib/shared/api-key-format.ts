import { createHash, randomBytes } from 'node:crypto'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const secretLength = 43
const checksumLength = 6
const prefixes = { inference: 'tg', management: 'tgm' } as const
const pattern = /^(tg|tgm)-([0-9A-Za-z]{43})-([0-9A-Za-z]{6})$/

export type KeyPurpose = keyof typeof prefixes

function encodeBase62(bytes: Uint8Array, length: number): string {
  let value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  let text = ''
  for (let i = 0; i < length; i++) {
    text = alphabet.charAt(Number(value % 62n)) + text
    value /= 62n
  }
  return text
}

function checksum(prefix: string, body: string): string {
  return encodeBase62(createHash('sha256').update(`${prefix}-${body}`).digest().subarray(0, 4), checksumLength)
}

/** A new key: `secret` is shown once and never stored; `display` is what lists show ever after. */
export function mintApiKey(purpose: KeyPurpose): { secret: string; display: string } {
  const prefix = prefixes[purpose]
  const body = encodeBase62(randomBytes(32), secretLength)
  const secret = `${prefix}-${body}-${checksum(prefix, body)}`
  return { secret, display: `${prefix}-${body.slice(0, 4)}…${secret.slice(-4)}` }
}

/** Whether the text can be a key at all: the checksum turns typing errors away without a database look-up. */
export function isWellFormedKey(purpose: KeyPurpose, text: string): boolean {
  const match = pattern.exec(text)
  if (!match) return false
  const [, prefix = '', body = '', sum] = match
  return prefix === prefixes[purpose] && checksum(prefix, body) === sum
}
