import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { parseMasterKeys } from '#lib/shared/crypto'
import { readSignedText, signText } from '#lib/shared/sign-text'

const [old, current] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')]
const keys = parseMasterKeys(`2:${current},1:${old}`)

test('what was signed is read back, also after the master key has changed', () => {
  expect(readSignedText(signText('session.17', 'recovery', keys), 'recovery', keys)).toBe('session.17')
  expect(readSignedText(signText('session.17', 'recovery', parseMasterKeys(`1:${old}`)), 'recovery', keys)).toBe('session.17')
})

test('a changed text, another purpose, another key and no signature at all are refused', () => {
  const signed = signText('session.17', 'recovery', keys)
  const strangers = parseMasterKeys(`1:${randomBytes(32).toString('base64')}`)
  expect(readSignedText(signed.replace('17', '18'), 'recovery', keys)).toBeNull()
  expect(readSignedText(signed, 'invitation', keys)).toBeNull()
  expect(readSignedText(signed, 'recovery', strangers)).toBeNull()
  for (const text of ['', '.', 'session.17', 'session.17.']) expect(readSignedText(text, 'recovery', keys)).toBeNull()
})
