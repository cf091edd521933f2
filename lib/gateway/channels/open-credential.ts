import type { SealedCredential } from '#lib/gateway/snapshot/snapshot'
import { openSecret } from '#lib/shared/crypto'

/** By sealed object: a new snapshot brings new objects, so a changed credential is never served from here. */
const opened = new WeakMap<SealedCredential, string>()

/** The credential in the clear, decrypted once per snapshot. */
export function openCredential(sealed: SealedCredential): string {
  const known = opened.get(sealed)
  if (known !== undefined) return known
  const secret = openSecret(sealed, sealed.id)
  opened.set(sealed, secret)
  return secret
}
