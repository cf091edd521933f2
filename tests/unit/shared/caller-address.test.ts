import { expect, test } from 'vitest'
import { compileAddresses } from '#lib/shared/address-list'
import { findCallerAddress } from '#lib/shared/caller-address'

const trusted = compileAddresses(['127.0.0.0/8', '::1', '10.0.0.0/8'])

test.each([
  ['198.51.100.7', undefined, '198.51.100.7'],
  ['198.51.100.7', '203.0.113.1', '198.51.100.7'],
  ['::ffff:198.51.100.7', '203.0.113.1', '198.51.100.7'],
  ['127.0.0.1', '10.0.0.1, 203.0.113.1', '203.0.113.1'],
  ['127.0.0.1', '192.0.2.66, 203.0.113.1, 10.0.0.1', '203.0.113.1'],
  ['::ffff:10.9.9.9', '192.0.2.66,203.0.113.1', '203.0.113.1'],
  ['10.9.9.9', '203.0.113.1:51234', '203.0.113.1'],
  ['10.9.9.9', '[2001:db8::7]:443', '2001:db8::7'],
  ['10.9.9.9', '10.0.0.7', '10.0.0.7'],
  ['::1', '', '::1'],
  ['10.9.9.9', '203.0.113.1, unknown', null],
  ['10.9.9.9', '203.0.113.1, <script>', null],
  ['', '203.0.113.1', null],
])('a request from %s that says it is for %s came from %s', (socket, forwarded, address) => {
  expect(findCallerAddress(socket, forwarded, trusted)).toBe(address)
})
