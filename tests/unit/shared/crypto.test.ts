import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { fingerprintSecret, openSecret, parseMasterKeys, rewrapSecret, sealSecret } from '#lib/shared/crypto'

const key = () => randomBytes(32).toString('base64')
const firstKey = key()
const secondKey = key()
const first = parseMasterKeys(`1:${firstKey}`)
const both = parseMasterKeys(`2:${secondKey},1:${firstKey}`)
const second = parseMasterKeys(`2:${secondKey}`)

test('opens what it sealed, for the same row only', () => {
  const sealed = sealSecret('sk-upstream', 'row-a', first)
  expect(openSecret(sealed, 'row-a', first)).toBe('sk-upstream')
  expect(() => openSecret(sealed, 'row-b', first)).toThrow()
  expect(sealed.ciphertext.includes('sk-upstream')).toBe(false)
})

test('seals the same text differently each time', () => {
  expect(sealSecret('a', 'row', first).ciphertext.equals(sealSecret('a', 'row', first).ciphertext)).toBe(false)
})

test('a changed byte anywhere is noticed', () => {
  const sealed = sealSecret('sk-upstream', 'row', first)
  for (const part of ['ciphertext', 'wrappedKey'] as const) {
    for (let i = 0; i < sealed[part].length; i++) {
      const bytes = Buffer.from(sealed[part])
      bytes[i] = (bytes[i] ?? 0) ^ 1
      expect(() => openSecret({ ...sealed, [part]: bytes }, 'row', first)).toThrow()
    }
  }
})

test('re-wrapping moves a secret to the current master key and needs the old one no more', () => {
  const sealed = sealSecret('sk-upstream', 'row', first)
  const moved = rewrapSecret(sealed, 'row', both)
  expect(moved.keyVersion).toBe(2)
  expect(moved.ciphertext).toBe(sealed.ciphertext)
  expect(openSecret(moved, 'row', second)).toBe('sk-upstream')
  expect(() => openSecret(sealed, 'row', second)).toThrow('master key version 1 is not configured')
})

test.each(['', 'x', `0:${firstKey}`, `1:${firstKey},1:${secondKey}`, '1:c2hvcnQ=', `1:${firstKey},`])(
  'refuses %j as master keys without quoting it',
  (text) => {
    expect(() => parseMasterKeys(text)).toThrow(/^TOLLGATE_MASTER_KEYS: entry \d is not/)
    try {
      parseMasterKeys(text)
    } catch (error) {
      expect(String(error)).not.toContain(firstKey)
    }
  },
)

test('a fingerprint is short and says nothing of the secret', () => {
  expect(fingerprintSecret('sk-a')).toMatch(/^[0-9a-f]{10}$/)
  expect(fingerprintSecret('sk-a')).not.toBe(fingerprintSecret('sk-b'))
})
