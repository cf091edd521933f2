import { createHmac, hkdfSync } from 'node:crypto'
import { equalInConstantTime, masterKeys } from '#lib/shared/crypto'

function signature(masterKey: Buffer, text: string, purpose: string): string {
  const key = Buffer.from(hkdfSync('sha256', masterKey, '', `tollgate-${purpose}`, 32))
  return createHmac('sha256', key).update(text).digest('base64url')
}

/** A text that this installation alone can have signed, for one purpose: `text.signature`. */
export function signText(text: string, purpose: string, keys = masterKeys()): string {
  const key = keys.keys.get(keys.currentVersion)
  if (!key) throw new Error(`master key version ${keys.currentVersion} is not configured`)
  return `${text}.${signature(key, text, purpose)}`
}

/** The text of what `signText` made for the same purpose under any of the master keys; null for everything else. */
export function readSignedText(signed: string, purpose: string, keys = masterKeys()): string | null {
  const end = signed.lastIndexOf('.')
  if (end < 0) return null
  const [text, given] = [signed.slice(0, end), signed.slice(end + 1)]
  return [...keys.keys.values()].some((key) => equalInConstantTime(signature(key, text, purpose), given)) ? text : null
}
