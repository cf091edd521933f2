import { expect, test } from 'vitest'
import { resolveCallerAddress } from '#lib/shared/caller-address'

test.each([
  ['198.51.100.7', undefined, true, '198.51.100.7'],
  ['198.51.100.7', '203.0.113.1', true, '198.51.100.7'],
  ['127.0.0.1', '203.0.113.1', false, '127.0.0.1'],
  ['127.0.0.1', '10.0.0.1, 203.0.113.1', true, '203.0.113.1'],
  ['::1', '', true, '::1'],
])('a request from %s that says it is for %s (behind a proxy: %s) came from %s', (socket, forwarded, behindProxy, address) => {
  expect(resolveCallerAddress(socket, forwarded, behindProxy)).toBe(address)
})
