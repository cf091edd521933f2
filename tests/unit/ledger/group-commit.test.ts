import { afterEach, expect, test, vi } from 'vitest'
import { createGroupCommit } from '#lib/ledger/group-commit'

const inCompany = { gatherMs: 5, gathers: 'in company', mayBeOneItem: () => true, maxBatch: 10 } as const

afterEach(() => {
  vi.useRealTimers()
})

test('one item that cannot be committed fails alone', async () => {
  const batches: number[][] = []
  const group = createGroupCommit<number, number>({
    commit: async (items) => {
      batches.push(items)
      if (items.includes(3)) throw new Error('cannot store 3')
      return items.map((item) => item * 10)
    },
    ...inCompany,
  })
  const results = await Promise.allSettled([1, 2, 3, 4].map((item) => group.submit(item)))
  expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed'))).toEqual([10, 20, 'failed', 40])
  expect(batches).toEqual([[1, 2, 3, 4], [1], [2], [3], [4]])
})

test('an outage fails the batch at once', async () => {
  let calls = 0
  const group = createGroupCommit<number, number>({
    commit: async () => {
      calls++
      throw new Error('down')
    },
    ...inCompany,
    mayBeOneItem: () => false,
  })
  const results = await Promise.allSettled([1, 2, 3].map((item) => group.submit(item)))
  expect(results.every((result) => result.status === 'rejected')).toBe(true)
  expect(calls).toBe(1)
})

test('what comes while a commit flies gathers into the next', async () => {
  const batches: number[][] = []
  const landing = Promise.withResolvers<void>()
  const group = createGroupCommit<number, number>({
    commit: async (items) => {
      batches.push(items)
      if (batches.length === 1) await landing.promise
      return items
    },
    ...inCompany,
    maxBatch: 2,
  })
  const first = group.submit(1)
  await new Promise(setImmediate)
  const rest = [2, 3, 4].map((item) => group.submit(item))
  const drained = group.drain()
  landing.resolve()
  expect(await Promise.all([first, ...rest])).toEqual([1, 2, 3, 4])
  await drained
  expect(batches).toEqual([[1], [2, 3], [4]])
})

/** A group whose commits land when they are told to. */
function createLandings(options: { gatherMs: number; gathers: 'always' | 'in company'; maxBatch: number }) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'] })
  const batches: number[][] = []
  let landing = Promise.withResolvers<void>()
  const group = createGroupCommit<number, number>({
    commit: async (items) => {
      batches.push(items)
      await landing.promise
      return items
    },
    mayBeOneItem: () => true,
    ...options,
  })
  return {
    batches,
    submit: (...items: number[]) => void items.map((item) => group.submit(item)),
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
    landAfter: async (ms: number) => {
      await vi.advanceTimersByTimeAsync(ms)
      landing.resolve()
      landing = Promise.withResolvers<void>()
      await vi.advanceTimersByTimeAsync(0)
    },
  }
}

test('who comes alone waits for nobody, one time after the other', async () => {
  const { batches, landAfter, pass, submit } = createLandings(inCompany)
  for (const item of [1, 2, 3]) {
    submit(item)
    await pass(0)
    expect(batches.at(-1)).toEqual([item])
    await landAfter(3)
  }
})

test('a batch waits for as many as were under way together, and for no more', async () => {
  const { batches, landAfter, pass, submit } = createLandings(inCompany)
  submit(1)
  await pass(0)
  submit(2, 3)
  await landAfter(3)
  await pass(1)
  expect(batches).toEqual([[1]])
  submit(4)
  await pass(0)
  expect(batches).toEqual([[1], [2, 3, 4]])
})

test.each([
  { commitMs: 3, waitMs: 3 },
  { commitMs: 40, waitMs: 5 },
])('company that stays away is waited for once: $waitMs ms after a commit of $commitMs ms', async ({ commitMs, waitMs }) => {
  const { batches, landAfter, pass, submit } = createLandings(inCompany)
  submit(1, 2, 3)
  await pass(0)
  await landAfter(commitMs)
  submit(4)
  await pass(waitMs - 1)
  expect(batches).toEqual([[1, 2, 3]])
  await pass(1)
  expect(batches).toEqual([[1, 2, 3], [4]])
  await landAfter(commitMs)
  submit(5)
  await pass(0)
  expect(batches.at(-1)).toEqual([5])
})

test('where every batch gathers, it waits its time however few there are, unless it is full', async () => {
  const { batches, landAfter, pass, submit } = createLandings({ gatherMs: 20, gathers: 'always', maxBatch: 3 })
  submit(1)
  await pass(19)
  submit(2)
  expect(batches).toEqual([])
  await pass(1)
  expect(batches).toEqual([[1, 2]])
  await landAfter(1)
  submit(3, 4, 5, 6)
  await pass(0)
  expect(batches.at(-1)).toEqual([3, 4, 5])
  await landAfter(1)
  await pass(20)
  expect(batches.at(-1)).toEqual([6])
})
