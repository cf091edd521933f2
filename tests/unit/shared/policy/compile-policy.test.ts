import { expect, test } from 'vitest'
import { checkAddress, checkEndpoint, checkModel, resolveModel } from '#lib/shared/policy/check-policy'
import { compilePolicy } from '#lib/shared/policy/compile-policy'
import { explainPolicy } from '#lib/shared/policy/explain-policy'
import type { PolicyDocument, PolicyLevel } from '#lib/shared/policy/policy-document'

const levels = (team: PolicyDocument, member: PolicyDocument = {}, key: PolicyDocument = {}): PolicyLevel[] => [
  { level: 'key', id: 'k', policy: key },
  { level: 'team', id: 't', policy: team },
  { level: 'member', id: 'm', policy: member },
]

test('nothing set refuses nothing and limits nothing', () => {
  const policy = compilePolicy(levels({}))
  expect(policy).toMatchObject({ limits: [], models: [], addresses: [], maxOutputTokens: null, memberId: 'm', blockAfterFailures: null })
  expect(policy.log).toEqual({ metadata: true, endUser: true, address: false })
  expect(checkModel(policy, 'anything')).toBeNull()
  expect(checkAddress(policy, null)).toBeNull()
})

test('an empty list allows nothing, and a refusal names rule and level', () => {
  const policy = compilePolicy(levels({}, { models: { allow: [] } }, { endpoints: { deny: ['GET *'] }, ip_allow: [] }))
  expect(checkModel(policy, 'm')).toEqual({ code: 'model_not_allowed', level: 'member', limit: 'member.models.allow' })
  expect(checkEndpoint(policy, 'HEAD', 'models')).toMatchObject({ code: 'endpoint_not_allowed', limit: 'key.endpoints.deny' })
  expect(checkEndpoint(policy, 'POST', 'chat/completions')).toBeNull()
  expect(checkAddress(policy, '127.0.0.1')).toMatchObject({ code: 'address_not_allowed', limit: 'key.ip_allow' })
})

test('the nearest alias and the nearest default win, tags add up', () => {
  const policy = compilePolicy(
    levels(
      { aliases: { fast: 'a', slow: 'z' }, tags: ['x', 'y'], defaults: { temperature: 1, max_tokens: 900, user: 'everyone' } },
      { aliases: { fast: 'b' }, tags: ['y', 'z'] },
      { aliases: { fast: 'c' }, defaults: { temperature: 0 }, max_output_tokens: 100 },
    ),
  )
  expect([resolveModel(policy, 'fast'), resolveModel(policy, 'slow'), resolveModel(policy, 'other')]).toEqual(['c', 'z', 'other'])
  expect(policy.tags).toEqual(['x', 'y', 'z'])
  expect([...policy.defaults.fields]).toEqual([
    ['temperature', '0'],
    ['user', '"everyone"'],
  ])
  expect(policy.defaults).toMatchObject({ user: 'everyone', maxTokens: { field: 'max_tokens', tokens: 100 } })
})

test('limits keep to the scope of their level', () => {
  const policy = compilePolicy(
    levels(
      { limits: { requests_per_minute: 9 } },
      { end_users: { limits: { concurrency: 1 } } },
      { limits: { per_model: { 'a*': { requests_per_day: 2 } } } },
    ),
    'Asia/Shanghai',
  )
  expect(policy.timeZone).toBe('Asia/Shanghai')
  expect(policy.limits).toMatchObject([
    { level: 'team', scope: 'team:t', all: { requests_per_minute: 9 }, perModel: [], endUser: null },
    { level: 'member', scope: 'member:t.m', all: null, endUser: { concurrency: 1 } },
    { level: 'key', scope: 'key:k', all: null, perModel: [{ pattern: 'a*', limits: { requests_per_day: 2 } }] },
  ])
  expect(policy.limits[2]?.perModel[0]?.matches('abc')).toBe(true)
})

test('an address is kept only where some level asks for it and none forbids it', () => {
  const kept = (...logs: PolicyDocument['log'][]) => {
    const [team, member, key] = logs.map((log) => ({ log }))
    return compilePolicy(levels(team ?? {}, member, key)).log.address
  }
  expect(kept({}, { address: true }, {})).toBe(true)
  expect(kept({ address: false }, {}, { address: true })).toBe(false)
  expect(kept({ address: true }, { address: false }, {})).toBe(false)
})

test('the fewest failures of any level block a key', () => {
  const failures = (...given: (number | undefined)[]) => {
    const [team, member, key] = given.map((count) => ({ block_after_failures: count }))
    return compilePolicy(levels(team ?? {}, member, key)).blockAfterFailures
  }
  expect(failures(3, 9, 5)).toBe(3)
  expect(failures(undefined, 4, undefined)).toBe(4)
})

test('an explanation finds the earliest of two times by the moment they mean', () => {
  const [later, earlier] = ['2027-01-01T00:00:00Z', '2027-01-01T01:00:00+08:00']
  expect(explainPolicy(levels({ expires_at: later }, {}, { expires_at: earlier })).expires_at?.value).toBe(earlier)
  expect(explainPolicy(levels({ expires_at: earlier }, {}, { expires_at: later })).expires_at?.value).toBe(earlier)
})

test('an explanation says of each member where it comes from and what comes of it', () => {
  const explained = explainPolicy(
    levels(
      { models: { deny: ['x'] }, max_request_usd: '10', aliases: { a: '1', b: '2' }, defaults: { max_tokens: 5 }, tags: ['t'] },
      { max_request_usd: '9.5' },
      { aliases: { a: '3' }, defaults: { max_completion_tokens: 6 }, tags: ['k', 't'] },
    ),
  )
  expect(explained.models).toEqual({ rule: 'every', value: null, from: [{ level: 'team', value: { deny: ['x'] } }] })
  expect(explained.max_request_usd).toMatchObject({ rule: 'least', value: '9.5', from: [{ level: 'team' }, { level: 'member' }] })
  expect(explained.aliases).toMatchObject({ value: { a: '3', b: '2' } })
  expect(explained.defaults).toMatchObject({ value: { max_completion_tokens: 6 } })
  expect(explained.defaults?.value).not.toHaveProperty('max_tokens')
  expect(explained.tags?.value).toEqual(['t', 'k'])
  expect(Object.keys(explained)).toHaveLength(5)
})
