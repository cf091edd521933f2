import { expect, test } from 'vitest'
import { parseEnv } from '#lib/shared/env'

const local = 'postgres://app:x@127.0.0.1:5432/tollgate'
const remote = 'postgres://app:x@db.example.com:5432/tollgate'

test('has a default for what it can and no opinion on what it cannot know', () => {
  const env = parseEnv({})
  expect(env).toMatchObject({
    PORT: 3000,
    HOST: '0.0.0.0',
    publicUrl: 'http://localhost:3000',
    signupCreditUsd: '0',
    allowPrivateUpstreams: false,
  })
})

test('the embedded stack listens on loopback, gives a first dollar and reaches local upstreams', () => {
  const env = parseEnv({ TOLLGATE_EMBEDDED: '1', DATABASE_URL: local, PORT: '3100' })
  expect(env).toMatchObject({ HOST: '127.0.0.1', publicUrl: 'http://localhost:3100', signupCreditUsd: '1', allowPrivateUpstreams: true })
})

test('stand-ins never run beside a real database', () => {
  expect(() => parseEnv({ TOLLGATE_EMBEDDED: '1', DATABASE_URL: remote })).toThrow(/refused/)
  expect(() => parseEnv({ TOLLGATE_EMBEDDED: '1' })).toThrow(/refused/)
})

test('names what is missing of a service that is half configured', () => {
  expect(() => parseEnv({ SUPABASE_URL: 'https://x.supabase.co' })).toThrow('Auth also needs SUPABASE_PUBLISHABLE_KEY')
  expect(() => parseEnv({ UPSTASH_REDIS_REST_TOKEN: 'secret-token' })).toThrow('Upstash also needs UPSTASH_REDIS_REST_URL')
})

test('never quotes a value in its complaint', () => {
  try {
    parseEnv({ DATABASE_URL: 'hunter2', PORT: '70000' })
    expect.unreachable()
  } catch (error) {
    expect(String(error)).toMatch(/DATABASE_URL.*|PORT.*/)
    expect(String(error)).not.toContain('hunter2')
  }
})

test('an empty variable is one that is not set', () => {
  expect(parseEnv({ REDIS_URL: '', HOST: '' }).REDIS_URL).toBeUndefined()
})

test('trusted proxies are networks; unless named, one on this machine, and none in the embedded stack', () => {
  expect(parseEnv({ TOLLGATE_TRUSTED_PROXIES: '10.0.0.0/8, 2001:db8::1,' }).trustedProxies).toEqual(['10.0.0.0/8', '2001:db8::1'])
  expect(parseEnv({}).trustedProxies).toEqual(['127.0.0.0/8', '::1'])
  expect(parseEnv({ TOLLGATE_EMBEDDED: '1', DATABASE_URL: local }).trustedProxies).toEqual([])
  expect(() => parseEnv({ TOLLGATE_TRUSTED_PROXIES: 'proxy.local' })).toThrow(/TOLLGATE_TRUSTED_PROXIES.*such as/)
})
