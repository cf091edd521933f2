import { expect, test } from 'vitest'
import { contentSecurityPolicy, securityHeaders } from '../../../app/_preferences/security-headers'

const directive = (policy: string, name: string) => policy.split('; ').find((part) => part.startsWith(`${name} `))

test('no script runs without the nonce of its response', () => {
  const scripts = directive(contentSecurityPolicy({ nonce: 'abc', https: true, dev: false }), 'script-src')
  expect(scripts).toBe("script-src 'self' 'nonce-abc' 'strict-dynamic'")
})

test('only the development build may evaluate text', () => {
  expect(contentSecurityPolicy({ nonce: 'abc', https: false, dev: true })).toContain("'unsafe-eval'")
  expect(contentSecurityPolicy({ nonce: 'abc', https: false, dev: false })).not.toContain('unsafe-eval')
})

test('nobody may frame a page, and plain http is never promised away', () => {
  expect(directive(contentSecurityPolicy({ nonce: 'abc', https: false, dev: false }), 'frame-ancestors')).toBe("frame-ancestors 'none'")
  expect(securityHeaders({ https: false })).not.toHaveProperty('strict-transport-security')
  expect(securityHeaders({ https: true })).toHaveProperty('strict-transport-security')
})
