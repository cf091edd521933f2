import { expect, test } from 'vitest'
import { createGroupCommit } from '#lib/ledger/group-commit'

test('one item that cannot be committed fails alone', async () => {
  const batches: number[][] = []
  const group = createGroupCommit<number, number>({
    commit: async (items) => {
      batches.push(items)
      if (items.includes(3)) throw new Error('cannot store 3')
      return items.map((item) => item * 10)
    },
    mayBeOneItem: () => true,
    maxBatch: 10,
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
    mayBeOneItem: () => false,
    maxBatch: 10,
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
    mayBeOneItem: () => true,
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
