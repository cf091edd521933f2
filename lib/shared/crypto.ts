import { createCipheriv, createDecipheriv, createHash, hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { requireEnv } from '#lib/shared/env'

const algorithm = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16
const keyBytes = 32

/** A secret under envelope encryption: its own data key, wrapped by the master key of that version. */
export interface SealedSecret {
  keyVersion: number
  wrappedKey: Buffer
  ciphertext: Buffer
}

/** The master keys by version; the first of the list seals, all of them open. */
export interface MasterKeys {
  currentVersion: number
  keys: ReadonlyMap<number, Buffer>
}

/**
 * Reads `2:<base64>,1:<base64>`.
 * @throws Error naming the entry by position, never its content.
 */
export function parseMasterKeys(text: string): MasterKeys {
  const keys = new Map<number, Buffer>()
  let currentVersion = 0
  for (const [index, entry] of text.split(',').entries()) {
    const [version = '', encoded = ''] = entry.trim().split(':', 2)
    const key = Buffer.from(encoded, 'base64')
    if (!/^[1-9]\d{0,8}$/.test(version) || key.length !== keyBytes || keys.has(Number(version))) {
      throw new Error(`TOLLGATE_MASTER_KEYS: entry ${index + 1} is not <version>:<base64 of 32 bytes> with a version of its own`)
    }
    if (index === 0) currentVersion = Number(version)
    keys.set(Number(version), key)
  }
  return { currentVersion, keys }
}

let configured: MasterKeys | undefined

/** The master keys of this process. */
export function masterKeys(): MasterKeys {
  configured ??= parseMasterKeys(requireEnv('TOLLGATE_MASTER_KEYS'))
  return configured
}

/** iv + tag + ciphertext; `context` is authenticated, so a sealed value cannot be moved to another row. */
function encrypt(key: Buffer, plain: Uint8Array, context: string): Buffer {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv(algorithm, key, iv).setAAD(Buffer.from(context))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body])
}

function decrypt(key: Buffer, sealed: Uint8Array, context: string): Buffer {
  const iv = sealed.subarray(0, ivBytes)
  const tag = sealed.subarray(ivBytes, ivBytes + tagBytes)
  const decipher = createDecipheriv(algorithm, key, iv).setAAD(Buffer.from(context)).setAuthTag(tag)
  return Buffer.concat([decipher.update(sealed.subarray(ivBytes + tagBytes)), decipher.final()])
}

function masterKey(keys: MasterKeys, version: number): Buffer {
  const key = keys.keys.get(version)
  if (!key) throw new Error(`master key version ${version} is not configured`)
  return key
}

/** Seals `text` for the row named by `context` (its id). */
export function sealSecret(text: string, context: string, keys = masterKeys()): SealedSecret {
  const dataKey = randomBytes(keyBytes)
  const wrappedKey = encrypt(masterKey(keys, keys.currentVersion), dataKey, context)
  return { keyVersion: keys.currentVersion, wrappedKey, ciphertext: encrypt(dataKey, Buffer.from(text), context) }
}

/** Opens what `sealSecret` made for the same `context`; throws when a byte of it was changed or moved. */
export function openSecret(sealed: SealedSecret, context: string, keys = masterKeys()): string {
  const dataKey = decrypt(masterKey(keys, sealed.keyVersion), sealed.wrappedKey, context)
  return decrypt(dataKey, sealed.ciphertext, context).toString('utf8')
}

/** The same secret under the current master key; the ciphertext itself stays as it is. */
export function rewrapSecret(sealed: SealedSecret, context: string, keys = masterKeys()): SealedSecret {
  const dataKey = decrypt(masterKey(keys, sealed.keyVersion), sealed.wrappedKey, context)
  return { ...sealed, keyVersion: keys.currentVersion, wrappedKey: encrypt(masterKey(keys, keys.currentVersion), dataKey, context) }
}

/** SHA-256 of a key with 256 random bits: nothing to guess, so no slow hash is needed. */
export function hashSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer')
}

/** Ten hex characters that tell two credentials apart and say nothing about either. */
export function fingerprintSecret(secret: string): string {
  return createHash('sha256').update('tollgate-fingerprint').update(secret).digest('hex').slice(0, 10)
}

/** Whether two texts are equal, in time that depends on neither. */
export function equalInConstantTime(a: string, b: string): boolean {
  return timingSafeEqual(hashSecret(a), hashSecret(b))
}
