import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { asPortal } from '#lib/shared/database/as-role'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
// The environment is parsed once for each copy of the module.
beforeEach(() => void vi.resetModules())
afterEach(() => void vi.unstubAllEnvs())

const secret = 'a-scheduler-secret-of-32-letters'

async function call(job: string, authorization?: string): Promise<Response> {
  const { GET } = await import('../../../app/api/cron/[job]/route')
  const headers = authorization === undefined ? undefined : { authorization }
  return GET(new Request(`http://localhost/api/cron/${job}`, { headers }), { params: Promise.resolve({ job }) })
}

const jobsRun = () => asPortal((tx) => tx.selectFrom('core.job_runs').select('job').execute())

test.each([undefined, '', secret, 'Bearer', `Bearer ${secret}x`, `Bearer ${secret.slice(0, -1)}`, 'Bearer undefined'])(
  'a job is not run for the authorization %j',
  async (authorization) => {
    vi.stubEnv('CRON_SECRET', secret)
    const response = await call('forget-replays', authorization)
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ error: { code: 'unauthenticated' } })
    expect(await jobsRun()).toEqual([])
  },
)

test.each([undefined, 'Bearer ', 'Bearer undefined'])('where no secret is set, %j opens nothing', async (authorization) => {
  vi.stubEnv('CRON_SECRET', undefined)
  expect((await call('forget-replays', authorization)).status).toBe(401)
  expect(await jobsRun()).toEqual([])
})

test('the scheduler’s secret runs the job, and does not make one up', async () => {
  vi.stubEnv('CRON_SECRET', secret)
  const response = await call('forget-replays', `Bearer ${secret}`)
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ job: 'forget-replays', done: 0 })
  expect(await jobsRun()).toEqual([{ job: 'forget-replays' }])
  expect((await call('no-such-job', `Bearer ${secret}`)).status).toBe(404)
})
