import { expect, test } from 'vitest'
import { normalizeTarget } from '#lib/gateway/doors/request-target'

test.each([
  ['/api/v1/models?x=/../y', '/api/v1/models'],
  ['/x/../api/v1/key', '/api/v1/key'],
  ['/x/%2e%2e/api/v1/key', '/api/v1/key'],
  ['/./v1/models', '/v1/models'],
  ['\\v1\\models', '/v1/models'],
  ['//evil.example/api/v1/key', '/evil.example/api/v1/key'],
  ['http://evil.example/api/v1/key?a=b', '/api/v1/key'],
  ['/api/v1/models/a%2Fb', '/api/v1/models/a%2Fb'],
])('%s is the path %s', (url, path) => {
  expect(normalizeTarget(url)?.path).toBe(path)
})

test.each(['*', '/models/%ff', '/%', 'http://'])('%s is no path', (url) => {
  expect(normalizeTarget(url)).toBeNull()
})

test('a plain target is left byte for byte', () => {
  const url = '/api/v1/generation?id=req_1&x=%20'
  expect(normalizeTarget(url)).toEqual({ path: '/api/v1/generation', pathAndQuery: url })
})
