import { describe, expect, it } from 'vitest'
import { matchRoute } from '#lib/gateway/endpoints/match-route'
import { identify, readSecret } from '#lib/gateway/keys/authenticate'

describe('readSecret', () => {
  it.each([
    [{ authorization: 'Bearer k' }, 'k'],
    [{ authorization: 'bearer   k ' }, 'k'],
    [{ 'x-api-key': 'k' }, 'k'],
    [{ 'api-key': 'k' }, 'k'],
    [{ authorization: 'Bearer a', 'x-api-key': 'b' }, 'a'],
    [{ authorization: 'k' }, 'k'],
    [{ authorization: '' }, null],
    [{ authorization: 'Bearer ' }, null],
    [{}, null],
  ])('finds in %j the key %s', (headers, secret) => {
    expect(readSecret(headers)).toBe(secret)
  })
})

describe('identify', () => {
  it.each(['', 'tg-short-abc', `tg-${'a'.repeat(43)}-000000`, 'a'.repeat(60_000)])(
    'turns a made-up key away without asking the database',
    async (secret) => {
      const code = secret === '' ? 'missing_api_key' : 'invalid_api_key'
      await expect(identify({ authorization: `Bearer ${secret}` }, { fresh: false, now: 0 })).rejects.toMatchObject({ code })
    },
  )
})

describe('matchRoute', () => {
  it('takes no longer for a path made to be slow', () => {
    const startedAt = performance.now()
    for (const path of [`/v1/models${'/'.repeat(60_000)}x`, `/v1/models/a${'/'.repeat(60_000)}`, `/v1/models/${'%61'.repeat(20_000)}`])
      expect(matchRoute(path)).toBeNull()
    expect(performance.now() - startedAt).toBeLessThan(50)
  })

  it.each([
    ['/api/v1/models/a/b:c', 'a/b:c'],
    ['/v1/models/a%2Fb', 'a/b'],
    ['/api/v1/chat/completions/', ''],
    ['/v1/key', ''],
  ])('serves %s', (path, id) => {
    expect(matchRoute(path)?.id).toBe(id)
  })

  it.each([
    '/',
    '/api/v1',
    '/api/v1/',
    '/api/v10/models',
    '/api/v1/toString',
    '/api/v1/__proto__',
    '/api/v1/models/%',
    '/api/v1/chat',
    '/v1beta/models',
    `/v1/models/${'a'.repeat(257)}`,
  ])('has nothing at %s', (path) => {
    expect(matchRoute(path)).toBeNull()
  })
})
