import { expect, it } from 'vitest'
import type { KeyRecord } from '#lib/gateway/keys/find-key'
import { KeptKeys } from '#lib/gateway/keys/kept-keys'
import { readPolicy } from '#lib/gateway/keys/read-policy'
import { compilePolicy } from '#lib/shared/policy/compile-policy'

const aliases = (mark: string) => ({
  aliases: Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`${mark}-${n}`, `vendor/a-model-of-this-name-${n}`])),
})

function recordOf(stored: object): KeyRecord {
  const policy = compilePolicy([
    { level: 'team', id: 't', policy: readPolicy(stored) },
    { level: 'key', id: 'k', policy: readPolicy({}) },
  ])
  return {
    keyId: 'k',
    teamId: 't',
    name: 'k',
    status: 'active',
    blockReason: null,
    teamStatus: 'active',
    expiresAt: null,
    policyVersion: 1n,
    customerGroup: 'default',
    policy,
  }
}

const entryOf = (stored: object) => ({ record: recordOf(stored), cachedAt: 0, askedAt: 0 })

it('a document counts once, however many keys share it, and not at all when the last of them is gone', () => {
  const kept = new KeptKeys(10_000_000)
  kept.keep('first', entryOf(aliases('shared')))
  const one = kept.bytes
  for (let n = 0; n < 9; n++) kept.keep(`more-${n}`, entryOf(aliases('shared')))
  expect(kept.bytes - one).toBeLessThan(one)
  kept.keep('own', entryOf(aliases('own')))
  const both = kept.bytes
  kept.keep('own', entryOf({}))
  expect(kept.bytes).toBeLessThan(both - one / 2)
  kept.keep('own', { record: null, cachedAt: 0, askedAt: 0 })
  for (const name of ['first', ...Array.from({ length: 9 }, (_, n) => `more-${n}`)])
    kept.keep(name, { record: null, cachedAt: 0, askedAt: 0 })
  expect(kept.bytes).toBe(11 * 2_000)
})

it('keys of heavy policies take the room of few, and the one unused for longest goes first', () => {
  const kept = new KeptKeys(400_000)
  for (let n = 0; n < 100; n++) {
    kept.keep(`key-${n}`, entryOf(aliases(`team-${n}`)))
    const first = kept.find('key-0')
    if (first) kept.touch('key-0', first)
    expect(kept.bytes).toBeLessThanOrEqual(400_000)
  }
  expect(kept.size).toBeGreaterThan(2)
  expect(kept.size).toBeLessThan(20)
  expect([kept.find('key-0') !== undefined, kept.find('key-1'), kept.find('key-99') !== undefined]).toEqual([true, undefined, true])
})

it('keeps the newest even where it is too heavy by itself', () => {
  const kept = new KeptKeys(5_000)
  kept.keep('a', entryOf({}))
  kept.keep('heavy', entryOf(aliases('heavy')))
  expect([kept.size, kept.find('heavy') !== undefined]).toEqual([1, true])
})
