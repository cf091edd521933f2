import { expect, it } from 'vitest'
import { planLimits } from '#lib/gateway/limits/plan-limits'
import { compilePolicy } from '#lib/shared/policy/compile-policy'
import type { PolicyDocument } from '#lib/shared/policy/policy-document'

const teamId = '019aab00-0000-7000-8000-000000000001'
const userId = '019aab00-0000-7000-8000-000000000002'
const keyId = '019aab00-0000-7000-8000-000000000003'

function policyOf({ team = {}, member = {}, key = {} }: { team?: PolicyDocument; member?: PolicyDocument; key?: PolicyDocument }) {
  return compilePolicy(
    [
      { level: 'team', id: teamId, policy: team },
      { level: 'member', id: userId, policy: member },
      { level: 'key', id: keyId, policy: key },
    ],
    'Europe/Berlin',
  )
}

const asked = { model: 'gpt-4o', method: 'POST', endUser: null, tokens: 100 }
const namesOf = (policy: ReturnType<typeof policyOf>, given = {}) =>
  planLimits(policy, { ...asked, ...given }).limits.map(({ name, amount }) => `${name} ${amount}`)

it('counts each level by itself, in its own scope', () => {
  const policy = policyOf({
    team: { limits: { requests_per_minute: 100 } },
    member: { limits: { tokens_per_day: 5_000 } },
    key: { limits: { requests_per_minute: 10, concurrency: 2 } },
  })
  const { limits } = planLimits(policy, asked)
  expect(limits.map(({ id, name, amount }) => [id, name, amount])).toEqual([
    [`team:${teamId}:rpm`, 'team.requests_per_minute', 100],
    [`member:${teamId}.${userId}:tpd`, 'member.tokens_per_day', 5_000],
    [`key:${keyId}:rpm`, 'key.requests_per_minute', 10],
    [`key:${keyId}:c`, 'key.concurrency', 2],
  ])
})

it('counts a pattern for all models it matches together, and only for those', () => {
  const policy = policyOf({ key: { limits: { per_model: { 'gpt-*': { requests_per_minute: 3 }, 'gpt-4o': { concurrency: 1 } } } } })
  expect(namesOf(policy)).toEqual(['key.per_model.gpt-*.requests_per_minute 3', 'key.per_model.gpt-4o.concurrency 1'])
  const idOf = (model: string) => planLimits(policy, { ...asked, model }).limits[0]?.id
  expect(idOf('gpt-4o')).toBe(idOf('gpt-5'))
  expect(namesOf(policy, { model: 'gpt-5' })).toEqual(['key.per_model.gpt-*.requests_per_minute 3'])
  expect(namesOf(policy, { model: 'claude-sonnet' })).toEqual([])
})

it('counts a method on every path, and everything else only where a model is asked', () => {
  const limits = { requests_per_minute: 1, per_method: { GET: { requests_per_minute: 9 }, POST: { concurrency: 2 } } }
  const policy = policyOf({ team: { limits, end_users: { limits: { concurrency: 1 } } } })
  expect(namesOf(policy, { method: 'GET', model: null, endUser: 'ada' })).toEqual(['team.per_method.GET.requests_per_minute 9'])
  expect(namesOf(policy)).toEqual(['team.requests_per_minute 1', 'team.per_method.POST.concurrency 2'])
  const both = policyOf({ team: { limits: { per_method: { GET: { concurrency: 1 }, POST: { concurrency: 1 } } } } })
  const idOf = (method: string) => planLimits(both, { ...asked, method }).limits[0]?.id
  expect(idOf('GET')).not.toBe(idOf('POST'))
  expect(namesOf(policyOf({ key: { limits: { per_method: { POST: { concurrency: 1 } } } } }))).toEqual([
    'key.per_method.POST.concurrency 1',
  ])
})

it('counts each end user of a scope apart, without its name', () => {
  const policy = policyOf({ key: { end_users: { limits: { requests_per_day: 5 } } } })
  expect(namesOf(policy)).toEqual([])
  const idOf = (endUser: string) => planLimits(policy, { ...asked, endUser }).limits.map(({ id }) => id)
  expect(namesOf(policy, { endUser: 'ada@example.com' })).toEqual(['key.end_users.requests_per_day 5'])
  expect(idOf('ada@example.com')).toEqual(idOf('ada@example.com'))
  expect(idOf('ada@example.com')).not.toEqual(idOf('bob@example.com'))
  expect(idOf('ada@example.com')[0]).not.toContain('ada')
})

it('makes the limits of a policy once, however many models callers invent', () => {
  const policy = policyOf({ team: { limits: { requests_per_minute: 1 } } })
  const first = planLimits(policy, asked).limits
  expect(planLimits(policy, { ...asked, tokens: 7 }).limits).toBe(first)
  for (let n = 0; n < 1_000; n++) planLimits(policy, { ...asked, model: `invented-${n}` })
  expect(planLimits(policy, asked).limits).toEqual(first)
  // Those of invented models were thrown away in between, or they would fill the process.
  expect(planLimits(policy, asked).limits).not.toBe(first)
})

it('cuts days by the calendar of the team', () => {
  const [limit] = planLimits(policyOf({ key: { limits: { requests_per_day: 1 } } }), asked).limits
  expect(limit?.calendar.dayAt(Date.parse('2026-10-25T12:00:00Z'))).toEqual({
    start: Date.parse('2026-10-24T22:00:00Z'),
    end: Date.parse('2026-10-25T23:00:00Z'),
  })
})

it('a policy without limits plans none', () => {
  expect(planLimits(policyOf({}), { ...asked, endUser: 'ada' }).limits).toEqual([])
})
