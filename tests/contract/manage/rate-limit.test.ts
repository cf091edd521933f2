import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, type Manage, startManage } from '#tests/contract/manage/manage-client'

let manage: Manage
beforeAll(async () => {
  manage = await startManage()
})
afterAll(() => manage.close())

test('a key has 1,200 calls a minute; the next is told when to come back, and other keys go on', async () => {
  const { key, id } = await manage.team()
  // An id that cannot be one: cheap to answer, and counted like any other call.
  const call = () => manage.call('GET', '/keys/x', undefined, { key })
  const answers: Answer[] = []
  for (let i = 0; i < 30; i++) answers.push(...(await Promise.all(Array.from({ length: 50 }, call))))
  const refused = answers.filter((answer) => answer.status === 429)
  expect(answers.length - refused.length).toBeGreaterThanOrEqual(1_200)
  expect(refused.length).toBeGreaterThan(0)
  for (const answer of refused) {
    expect(answer.refusal).toBe('429 rate_limited')
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  }
  expect((await manage.call('GET', `/teams/${id}`)).status).toBe(200)
})
