import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { LimitPlan } from '#lib/gateway/limits/limit'
import { planLimits } from '#lib/gateway/limits/plan-limits'
import { UnitsBack } from '#lib/gateway/limits/units-back'
import { compilePolicy } from '#lib/shared/policy/compile-policy'

const policy = compilePolicy([{ level: 'team', id: 'a', policy: { limits: { requests_per_minute: 30 } } }])
const plan = planLimits(policy, { model: 'm', method: 'POST', endUser: null, tokens: 1 })
const [full] = plan.limits
const other = planLimits(compilePolicy([{ level: 'team', id: 'b', policy: { limits: { concurrency: 9 } } }]), {
  model: 'm',
  method: 'POST',
  endUser: null,
  tokens: 1,
})

/** A store over the network, with room for so many. */
function storeWith(room: number) {
  const store = { asked: 0, atOnce: 0, mostAtOnce: 0 }
  const take = async () => {
    store.asked++
    store.mostAtOnce = Math.max(store.mostAtOnce, ++store.atOnce)
    await wait(1)
    store.atOnce--
    if (room-- > 0) return { ok: true } as const
    if (!full) throw new Error('the policy sets no limit')
    return { ok: false, full } as const
  }
  return { store, take }
}

it('over a network few ask at a time, all there is room for are let in, and of the others few ask', async () => {
  const back = new UnitsBack()
  const { store, take } = storeWith(30)
  const answers = await Promise.all(Array.from({ length: 300 }, () => back.ask(plan, take)))
  expect(answers.filter((answer) => answer?.ok)).toHaveLength(30)
  expect(store.mostAtOnce).toBe(16)
  expect(store.asked).toBeLessThanOrEqual(30 + 16)
})

it('who is bound by another limit asks all the same, and a question that fails stands in nobody’s way', async () => {
  const back = new UnitsBack()
  const { take } = storeWith(0)
  expect(await back.ask(plan, take)).toMatchObject({ ok: false })
  const free = storeWith(1)
  expect(await back.ask(other, free.take)).toEqual({ ok: true })
  const failing = (asked: LimitPlan) => back.ask(asked, () => Promise.reject(new Error('lost')))
  await Promise.allSettled(Array.from({ length: 40 }, () => failing(other)))
  expect(await back.ask(other, storeWith(1).take)).toEqual({ ok: true })
})
