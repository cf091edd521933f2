import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, expect, it, vi } from 'vitest'
import { limitsState } from '#lib/gateway/limits/limits-state'
import { planLimits } from '#lib/gateway/limits/plan-limits'
import { takeDecidedLimits } from '#lib/gateway/limits/take-limits'
import { compilePolicy } from '#lib/shared/policy/compile-policy'

afterEach(() => vi.restoreAllMocks())

let teams = 0
function planOf(limits: { concurrency?: number; tokens_per_minute?: number }, tokens = 10) {
  const policy = compilePolicy([{ level: 'team', id: `team-${++teams}`, policy: { limits } }])
  return planLimits(policy, { model: 'm', method: 'POST', endUser: null, tokens })
}

let requests = 0
const take = (plan: ReturnType<typeof planOf>, teamId: string) =>
  takeDecidedLimits(plan, { requestId: `request-${++requests}`, teamId, now: Date.now() })

async function takeNow(plan: ReturnType<typeof planOf>, teamId: string) {
  const answer = await take(plan, teamId)
  if (!answer.ok) throw answer.error
  return answer
}

it('who waits for units that others may not keep asks for them no more than there are, however many wait', async () => {
  const plan = planOf({ concurrency: 1 })
  const takes = vi.spyOn(limitsState().memory, 'take')
  let refusedByMoney = 0
  const ask = async () => {
    const answer = await take(plan, 'crowd')
    if (!answer.ok) return
    await wait(5)
    refusedByMoney++
    await answer.grant.giveBack()
    answer.decide?.(false)
  }
  await Promise.all(Array.from({ length: 500 }, ask))
  expect(refusedByMoney).toBeGreaterThan(20)
  // The first question of each, then of each round the one that is let in and one that is not.
  expect(takes.mock.calls.length).toBeLessThan(500 + 2 * refusedByMoney + 10)
}, 20_000)

it('who asks for less than another who was refused is let in, and who waits for what is never decided is refused in two seconds', async () => {
  const teamId = 'sizes'
  const small = planOf({ tokens_per_minute: 100 }, 40)
  const larger = { ...small, tokens: 100 }
  const [kept, unkept] = [await takeNow(small, teamId), await takeNow({ ...small, tokens: 60 }, teamId)]
  const waiting = [take(larger, teamId), take(small, teamId)]
  kept.decide?.(true)
  await unkept.grant.giveBack()
  unkept.decide?.(false)
  const startedAt = performance.now()
  expect((await Promise.all(waiting)).map(({ ok }) => ok)).toEqual([false, true])
  expect(performance.now() - startedAt).toBeLessThan(2_500)
})

it('those who came first are waited for, also once all who came later are decided', async () => {
  const teamId = 'order'
  const [plan, other] = [planOf({ concurrency: 2 }), planOf({ concurrency: 1 })]
  const [first, second, only] = [await takeNow(plan, teamId), await takeNow(plan, teamId), await takeNow(other, teamId)]
  only.decide?.(true)
  second.decide?.(true)
  await second.grant.free()
  // Somebody waits for the end of the first: the next is of a group of its own.
  const waiting = take(other, teamId)
  await wait(1)
  const later = await takeNow(plan, teamId)
  later.decide?.(true)
  await wait(1)
  const last = take(plan, teamId)
  await wait(1)
  await first.grant.giveBack()
  first.decide?.(false)
  expect([(await waiting).ok, (await last).ok]).toEqual([false, true])
})
