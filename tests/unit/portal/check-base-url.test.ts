import { expect, test } from 'vitest'
import { requireBaseUrl } from '#lib/portal/channels/check-base-url'

test.each([
  ['https://api.openai.com/v1', 'https://api.openai.com/v1'],
  [' https://api.openai.com/v1/ ', 'https://api.openai.com/v1'],
  ['https://API.example.com:443/a/b//', 'https://api.example.com/a/b'],
  ['http://203.0.114.7:8080', 'http://203.0.114.7:8080'],
])('%s is taken as %s', (given, kept) => {
  expect(requireBaseUrl(given, false)).toBe(kept)
})

test.each([
  'http://localhost/v1',
  'http://LOCALHOST./v1',
  'http://a.localhost/v1',
  'http://127.0.0.1/v1',
  'http://127.1/v1',
  'http://2130706433/v1',
  'http://0x7f.0.0.1/v1',
  'http://0/v1',
  'http://10.0.0.1/v1',
  'http://172.31.255.255/v1',
  'http://192.168.1.1/v1',
  'http://169.254.169.254/latest/meta-data',
  'http://100.64.0.1/v1',
  'http://[::1]/v1',
  'http://[::ffff:127.0.0.1]/v1',
  'http://[fd00::1]/v1',
  'http://[fe80::1]/v1',
  'http://metadata.google.internal/v1',
  'http://printer.local/v1',
  'http://intranet/v1',
])('%s is an address of this machine or its network: refused, unless that is allowed', (given) => {
  expect(() => requireBaseUrl(given, false)).toThrow(/private or loopback/)
  expect(() => requireBaseUrl(given, true)).not.toThrow()
})

test.each([
  'file:///etc/passwd',
  'ftp://example.com',
  'javascript:alert(1)',
  '//example.com',
  '',
  'https://user@example.com/v1',
  'https://:pass@example.com/v1',
  'https://example.com/v1?',
  'https://example.com/v1?a=b',
  'https://example.com/v1#',
  `https://example.com/${'x'.repeat(2_000)}`,
])('%s is no base URL, whatever is allowed', (given) => {
  expect(() => requireBaseUrl(given, true)).toThrow()
})
