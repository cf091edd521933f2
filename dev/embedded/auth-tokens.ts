import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto'

/**
 * The local auth server signs with a shared secret and publishes no keys. Hosted projects sign with ES256, and clients
 * check tokens themselves against the published key. This turns the one into the other, so that both are used alike.
 */
export interface TokenTranslator {
  jwks: { keys: object[] }
  /** A token of the local server becomes one that anyone can check. */
  outwards(token: string, claims: Record<string, unknown>): string
  /** A token of ours becomes one that the local server takes; anything else stays as it is and is refused there. */
  inwards(token: string): string
}

/** @returns a new private key in PEM, for `createTokenTranslator` */
export function generateSigningKey(): string {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

export function createTokenTranslator(signingKey: string, sharedSecret: string): TokenTranslator {
  const privateKey = createPrivateKey(signingKey)
  const publicKey = createPublicKey(privateKey)
  const jwk = { ...publicKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: 'tollgate-local' }
  return {
    jwks: { keys: [jwk] },
    outwards: (token, claims) => signToken({ alg: 'ES256', kid: jwk.kid, typ: 'JWT' }, { ...readClaims(token), ...claims }, privateKey),
    inwards: (token) => {
      const [header, payload, signature] = token.split('.')
      if (!header || !payload || !signature) return token
      const key = { key: publicKey, dsaEncoding: 'ieee-p1363' as const }
      const isOurs = verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))
      return isOurs ? signToken({ alg: 'HS256', typ: 'JWT' }, readClaims(token), sharedSecret) : token
    },
  }
}

function readClaims(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
}

function signToken(header: object, claims: object, key: KeyObject | string): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${encode(header)}.${encode(claims)}`
  const signature =
    typeof key === 'string'
      ? createHmac('sha256', key).update(signed).digest()
      : sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' })
  return `${signed}.${signature.toString('base64url')}`
}
