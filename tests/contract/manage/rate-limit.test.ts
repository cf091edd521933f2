import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Manage, startManage } from '#tests/contract/manage/manage-client'

let manage: Manage
beforeAll(async () => {
  manage = await startManage()
})
afterAll(() => manage.close())

test('a key has 1,200 calls a minute; the next is told when to come back, and other keys go on', async () => {
  const { key, id } = await manage.team()
  // A wrong method would be refused before the limit, a wrong id after it: cheap calls that count.
  const call = () => manage.call('GET', `/keys/x`, undefined, { key })
  const statuses: number[] = []
  for (let i = 0; i < 30; i++) statuses.push(...(await Promise.all(Array.from({ length: 50 }, call))).map((answer) => answer.status))
  const refused = statuses.filter((status) => status === 429).length
  expect(statuses.length - refused).toBeGreaterThanOrEqual(1_200)
  expect(refused).toBeGreaterThan(0)
  const last = await call()
  expect(last.refusal).toBe('429 rate_limited')
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await manage.call('GET', `/teams/${id}`)).status).toBe(200)
})
