import { afterAll, beforeAll, expect, test } from 'vitest'
import { readKeyActivity } from '#lib/portal/usage/read-key-activity'
import { asMember, asPortal } from '#lib/shared/database/as-role'
import { makePerson } from '#tests/integration/portal/personas'
import { alsoFolded, openUsageWorld, teamIn, type UsageWorld } from '#tests/integration/portal/usage-world'

let world: UsageWorld
beforeAll(async () => {
  world = await openUsageWorld()
})
afterAll(() => world.close())

test('activity of keys: last use, this month and in total, under the reader’s own sight', async () => {
  const { teamId, keyId, use, member } = await teamIn(world, 'Asia/Kolkata')
  await use('2026-01-05T12:00:00Z', 100n)
  await use(new Date().toISOString(), 7n)
  const read = () => asMember(member, (transaction) => readKeyActivity(transaction, [keyId]))
  const activity = await alsoFolded(read)
  expect(activity.get(keyId)).toMatchObject({ totalNanos: 107n, monthNanos: 7n, requests: 2 })
  expect(Date.now() - (activity.get(keyId)?.lastUsedAt?.getTime() ?? 0)).toBeLessThan(60_000)
  expect((await asMember(await makePerson(), (transaction) => readKeyActivity(transaction, [keyId]))).size).toBe(0)
  expect((await asPortal((transaction) => readKeyActivity(transaction, [keyId]))).get(keyId)?.totalNanos).toBe(107n)
  expect(teamId).toBeTruthy()
})

test('the month of a key begins by the team’s clock, to the quarter hour', async () => {
  const { keyId, use, member } = await teamIn(world, 'Asia/Kolkata')
  const { rows } = await world.owner.query<{ at: Date }>(
    `select date_trunc('month', now() at time zone 'Asia/Kolkata') at time zone 'Asia/Kolkata' as at`,
  )
  const minutesIn = (minutes: number) => new Date((rows[0]?.at.getTime() ?? 0) + minutes * 60_000).toISOString()
  await use(minutesIn(-10), 1n)
  await use(minutesIn(10), 20n)
  await use(minutesIn(120), 300n)
  const activity = await alsoFolded(() => asMember(member, (transaction) => readKeyActivity(transaction, [keyId])))
  expect(activity.get(keyId)).toMatchObject({ totalNanos: 321n, monthNanos: 320n, requests: 3 })
})
