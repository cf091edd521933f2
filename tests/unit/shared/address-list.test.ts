import fc from 'fast-check'
import { expect, test } from 'vitest'
import { networkSchema } from '#lib/shared/network-schema'
import { compileAddresses, normalizeAddress, parseCidr } from '#lib/shared/address-list'

test.each([
  ['203.0.113.0/24', '203.0.113.7', true],
  ['203.0.113.0/24', '203.0.114.7', false],
  ['203.0.113.9', '203.0.113.9', true],
  ['203.0.113.9', '203.0.113.8', false],
  ['203.0.113.77/24', '203.0.113.1', true],
  ['0.0.0.0/0', '198.51.100.1', true],
  ['0.0.0.0/0', '2001:db8::1', false],
  ['::/0', '2001:db8::1', true],
  ['::/0', '198.51.100.1', false],
  ['::/0', '::ffff:198.51.100.1', false],
  ['2001:db8::/33', '2001:db8:7fff::1', true],
  ['2001:db8::/33', '2001:db8:8000::1', false],
  ['2001:db8::1', '2001:0DB8:0:0::1', true],
  ['198.51.100.0/24', '::ffff:198.51.100.1', true],
  ['198.51.100.0/24', '::ffff:c633:6401', true],
  ['198.51.100.0/24', '0:0:0:0:0:FFFF:c633:6401', true],
  ['::ffff:198.51.100.0/120', '198.51.100.1', true],
  ['::ffff:198.51.100.0/120', '198.51.101.1', false],
  ['fe80::/10', 'fe80::1%eth0', true],
  ['203.0.113.9', '', false],
  ['203.0.113.9', 'unknown', false],
  ['203.0.113.9', '203.0.113.9:443', false],
])('%s holds %s: %s', (cidr, address, holds) => {
  expect(compileAddresses([cidr])(address)).toBe(holds)
})

test('an empty list holds nothing', () => {
  expect(compileAddresses([])('127.0.0.1')).toBe(false)
})

test('an address that is asked about again has the same answer, however many were in between', () => {
  const isListed = compileAddresses(['203.0.113.0/25', '2001:db8::/32'])
  const asked = Array.from({ length: 256 }, (_, n) => `203.0.113.${n}`)
  const answers = asked.map((address) => isListed(address))
  expect(answers).toEqual(asked.map((_, n) => n < 128))
  expect(asked.map((address) => isListed(address))).toEqual(answers)
  for (let again = 0; again < 2; again++) {
    expect(isListed('2001:db8::1%eth0')).toBe(true)
    expect(isListed('198.51.100.1')).toBe(false)
    expect(isListed('unknown')).toBe(false)
  }
})

test.each(['', '1.2.3', '1.2.3.4/33', '1.2.3.4/-1', '1.2.3.4/', '::/129', 'fe80::1%eth0', '01.2.3.4', 'example.com', '1.2.3.4 '])(
  '%j is no network',
  (text) => {
    expect(parseCidr(text)).toBeNull()
    expect(networkSchema.safeParse(text).success).toBe(false)
  },
)

test.each([
  ['::ffff:1.2.3.4', '1.2.3.4'],
  ['::ffff:102:304', '1.2.3.4'],
  ['::FFFF:102:304', '1.2.3.4'],
  ['::ffff:0:0', '0.0.0.0'],
  ['::ffff:0:1.2.3.4', '::ffff:0:1.2.3.4'],
  ['2001:db8::1%1', '2001:db8::1'],
  ['1.2.3.4%1', null],
  ['1.2.3.4, 5.6.7.8', null],
])('%s is written %s', (text, written) => {
  expect(normalizeAddress(text)).toBe(written)
})

test('what the schema lets through is a network to the list', () => {
  const group = fc.constantFrom('0', 'db8', 'ffff', '0000', 'FFFF', '1')
  const ipv6 = fc
    .array(group, { minLength: 1, maxLength: 8 })
    .map((groups) => (groups.length === 8 ? groups.join(':') : `::${groups.join(':')}`))
  const address = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    ipv6,
    fc.ipV4().map((plain) => `::ffff:${plain}`),
    fc.string({ maxLength: 12 }),
  )
  const text = fc.tuple(address, fc.option(fc.integer({ min: 0, max: 130 }))).map(([a, p]) => (p === null ? a : `${a}/${p}`))
  fc.assert(
    fc.property(text, (one) => {
      if (networkSchema.safeParse(one).success) expect([one, parseCidr(one)]).not.toEqual([one, null])
    }),
    { numRuns: 3000 },
  )
})
