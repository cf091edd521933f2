import { beforeAll, expect, test, vi } from 'vitest'

const minuteMs = 60_000
const start = Date.UTC(2026, 10, 23)

let takeCodeAttempt: (userId: string) => Promise<void>
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: start })
  // Not before: its clock is that of when it was read.
  takeCodeAttempt = (await import('#lib/portal/accounts/take-code-attempt')).takeCodeAttempt
  return () => void vi.useRealTimers()
})

/** How many of these tries, one every so often, have their code looked at. */
async function lookedAt(userId: string, tries: number, everyMs: number): Promise<number> {
  let count = 0
  for (let i = 0; i < tries; i++) {
    count += await takeCodeAttempt(userId).then(
      () => 1,
      () => 0,
    )
    vi.setSystemTime(Date.now() + everyMs)
  }
  return count
}

test('ten codes in five minutes are looked at, fifty a day however they are spread, and another person’s all the same', async () => {
  expect(await lookedAt('ada', 40, 1_000)).toBe(10)
  vi.setSystemTime(start + 10 * minuteMs)
  expect(await lookedAt('ada', 120, minuteMs)).toBe(40)
  expect(await lookedAt('bob', 1, 0)).toBe(1)
  vi.setSystemTime(start + 3 * 24 * 60 * minuteMs)
  expect(await lookedAt('ada', 1, 0)).toBe(1)
})
