import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const token = 'a-scraper-token-of-some-length'
beforeEach(() => void vi.resetModules())
afterEach(() => void vi.unstubAllEnvs())

async function scrape(authorization?: string): Promise<Response> {
  const { GET } = await import('../../app/api/metrics/route')
  return GET(new Request('http://localhost/api/metrics', { headers: authorization === undefined ? {} : { authorization } }))
}

test.each([undefined, '', token, `Bearer ${token}x`, 'Bearer undefined'])('metrics are closed to the authorization %j', async (given) => {
  vi.stubEnv('METRICS_TOKEN', token)
  const response = await scrape(given)
  expect(response.status).toBe(401)
  expect(await response.text()).not.toContain('tollgate_')
})

test('where no token is set, nothing opens them', async () => {
  vi.stubEnv('METRICS_TOKEN', undefined)
  expect((await scrape('Bearer undefined')).status).toBe(401)
  expect((await scrape('Bearer ')).status).toBe(401)
})

test('a scraper reads what was refused, what was let in, and where limits are counted', async () => {
  vi.stubEnv('METRICS_TOKEN', token)
  // Nobody listens there.
  vi.stubEnv('REDIS_URL', 'redis://127.0.0.1:1')
  const { countRequest } = await import('#lib/shared/metrics')
  const { askShared } = await import('#lib/shared/rate-limit/shared-breaker')
  countRequest('rate_limit_exceeded')
  countRequest('rate_limit_exceeded')
  countRequest('accepted')
  const response = await scrape(`Bearer ${token}`)
  expect(response.headers.get('content-type')).toContain('text/plain')
  const text = await response.text()
  expect(text).toContain('tollgate_gateway_requests_total{outcome="rate_limit_exceeded"} 2')
  expect(text).toContain('tollgate_gateway_requests_total{outcome="accepted"} 1')
  expect(text).toContain('tollgate_limits_shared 1')
  await expect(askShared()).rejects.toThrow()
  const degraded = await (await scrape(`Bearer ${token}`)).text()
  expect(degraded).toContain('tollgate_limits_shared 0')
  expect(degraded).toContain('tollgate_limits_shared_failures_total 1')
})
