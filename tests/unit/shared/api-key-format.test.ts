import { expect, test } from 'vitest'
import { isWellFormedKey, mintApiKey } from '#lib/shared/api-key-format'

test('keys are recognisable, differ, and pass their own checksum for their own purpose', () => {
  const inference = Array.from({ length: 100 }, () => mintApiKey('inference').secret)
  expect(new Set(inference).size).toBe(100)
  for (const secret of inference) {
    expect(secret).toMatch(/^tg-[0-9A-Za-z]{43}-[0-9A-Za-z]{6}$/)
    expect(isWellFormedKey('inference', secret)).toBe(true)
    expect(isWellFormedKey('management', secret)).toBe(false)
  }
  expect(isWellFormedKey('management', mintApiKey('management').secret)).toBe(true)
})

test('one wrong character is found without a look-up', () => {
  const { secret } = mintApiKey('inference')
  for (let i = 3; i < secret.length; i++) {
    if (secret[i] === '-') continue
    const wrong = secret.slice(0, i) + (secret[i] === 'a' ? 'b' : 'a') + secret.slice(i + 1)
    expect(isWellFormedKey('inference', wrong)).toBe(false)
  }
})

test('the display form gives away eight characters', () => {
  const { secret, display } = mintApiKey('inference')
  expect(display).toBe(`${secret.slice(0, 7)}…${secret.slice(-4)}`)
})
