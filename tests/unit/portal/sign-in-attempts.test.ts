import { beforeAll, expect, test, vi } from 'vitest'
import { takeSignInAttempt } from '#lib/portal/accounts/take-sign-in-attempt'

beforeAll(() => {
  vi.stubEnv('TOLLGATE_EMBEDDED', '1')
  vi.stubEnv('DATABASE_URL', 'postgres://tollgate_app@127.0.0.1:5432/postgres')
  vi.useFakeTimers({ toFake: ['Date'], now: 150_000 })
  return () => {
    vi.useRealTimers()
    vi.unstubAllEnvs()
  }
})

const attempt = (email: string, address: string) =>
  takeSignInAttempt(email, address).then(
    () => 'let in',
    (error: { code: string }) => error.code,
  )

test('on the embedded stack this machine is no caller to count, but an account and every other machine are', async () => {
  for (let i = 0; i < 100; i++) expect(await attempt(`person${i}@example.com`, i % 2 ? '127.0.0.1' : '::ffff:127.0.0.1')).toBe('let in')
  for (let i = 0; i < 10; i++) expect(await attempt('ada@example.com', '::1')).toBe('let in')
  expect(await attempt('ada@example.com', '::1')).toBe('rate_limited')
  for (let i = 0; i < 60; i++) expect(await attempt(`other${i}@example.com`, '192.168.1.7')).toBe('let in')
  expect(await attempt('fresh@example.com', '192.168.1.7')).toBe('rate_limited')
})
