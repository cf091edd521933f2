import { expect, test } from 'vitest'
import { readNextPath, signInPath } from '../../../app/_auth/next-path'

test.each([
  ['/team_01/keys', '/team_01/keys'],
  ['/team_01/logs?status=failed&from=2026-11-01#top', '/team_01/logs?status=failed&from=2026-11-01#top'],
  ['/admin/../team_01', '/team_01'],
  ['/', '/'],
  ['/account?next=https://evil.example', '/account?next=https://evil.example'],
  ['/%2Fevil.example', '/%2Fevil.example'],
])('%s leads back to %s', (wish, path) => {
  expect(readNextPath(wish)).toBe(path)
})

test.each([
  'https://evil.example',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '\t//evil.example',
  ' //evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  '/%2e//evil.example',
  'javascript:alert(1)',
  'evil.example',
  '@evil.example',
  '',
  `/${'a'.repeat(3_000)}`,
])('%j leads nowhere', (wish) => {
  expect(readNextPath(wish)).toBeNull()
})

test.each(['/sign-in', '/sign-in?next=/x', '/auth/confirm?token_hash=x', '/api/health', '/v1/models', '/x/../api/health', '/start'])(
  '%s is no page to come back to',
  (wish) => {
    expect(readNextPath(wish)).toBeNull()
  },
)

test('what is not a text leads nowhere', () => {
  for (const wish of [undefined, null, 7, ['/team_01'], new File([], 'x')]) expect(readNextPath(wish)).toBeNull()
})

test('the sign-in page carries the way back and the reason', () => {
  expect(signInPath('/team_01/keys?q=a', 'ended')).toBe('/sign-in?notice=ended&next=%2Fteam_01%2Fkeys%3Fq%3Da')
  expect(signInPath(null)).toBe('/sign-in')
})
