import { expect, test } from 'vitest'
import { patchPolicy, policyPatchSchema } from '#lib/shared/policy/patch-policy'
import { policySchema } from '#lib/shared/policy/policy-document'

const full = {
  models: { allow: ['openai/*'], deny: ['*-preview'] },
  endpoints: { allow: ['GET *', 'POST chat/*', 'chat/completions'] },
  ip_allow: ['203.0.113.0/24', '2001:db8::1'],
  expires_at: '2026-12-31T23:00:00+08:00',
  limits: {
    requests_per_minute: 20,
    tokens_per_day: 1_000_000,
    concurrency: 3,
    per_model: { 'gpt-*': { tokens_per_minute: 100 } },
    per_method: { GET: { requests_per_minute: 5 } },
  },
  budgets: [
    { amount_usd: '10.5', period: 'month', thresholds: [50, 80], on_exhausted: { model: 'cheap' } },
    { amount_usd: '5', period: 'month', mode: 'soft' },
  ],
  max_output_tokens: 100,
  max_request_usd: '0.25',
  clients: { deny: ['curl'] },
  aliases: { fast: 'openai/gpt-4o-mini' },
  tags: ['team:blue', '计费'],
  defaults: { temperature: 0.2, max_tokens: 50, user: 'x' },
  log: { metadata: false, address: true },
  end_users: { required: true, limits: { requests_per_minute: 2 }, budgets: [{ amount_usd: '1', period: 'day' }] },
  block_after_failures: 5,
}

const modelsWithLimits = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, model) => [`m${model}`, { requests_per_minute: 1 }]))
/** All of them match `m`. */
const overlapping = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, model) => [`m${'*'.repeat(model + 1)}`, { requests_per_minute: 1 }]))

test('a policy is kept as it was written', () => {
  expect(policySchema.parse(full)).toEqual(full)
  expect(policySchema.safeParse({ limits: { per_model: modelsWithLimits(20) } }).success).toBe(true)
  expect(policySchema.safeParse({ limits: { concurrency: 1, per_model: overlapping(11) } }).success).toBe(true)
  expect(policySchema.parse({})).toEqual({})
})

test.each([
  ['a member nobody knows', { limit: {} }],
  ['a limit nobody knows', { limits: { requests_per_hour: 1 } }],
  ['a limit of nothing', { limits: { requests_per_minute: 0 } }],
  ['no network', { ip_allow: ['1.2.3.4/40'] }],
  ['a path with its version', { endpoints: { allow: ['/v1/chat'] } }],
  ['a method nobody sends', { endpoints: { allow: ['FETCH chat'] } }],
  ['a tool nobody knows', { clients: { allow: ['telnet'] } }],
  ['two budgets of a period', { budgets: [full.budgets[1], full.budgets[1]] }],
  [
    'two hard budgets of a period, one of them by default',
    { budgets: [full.budgets[0], { amount_usd: '1', period: 'month', mode: 'hard' }] },
  ],
  ['two budgets of a period for each end user', { end_users: { budgets: [1, 2].map(() => ({ amount_usd: '1', period: 'day' })) } }],
  ['an amount as a number', { max_request_usd: 1 }],
  ['a field that has no default', { defaults: { model: 'x' } }],
  ['both output maxima', { defaults: { max_tokens: 1, max_completion_tokens: 1 } }],
  ['an alias for a pattern', { aliases: { a: 'gpt-*' } }],
  ['a time without offset', { expires_at: '2026-12-31' }],
  ['21 models with limits of their own', { limits: { per_model: modelsWithLimits(21) } }],
  ['13 limits that one request meets', { limits: { concurrency: 1, per_model: overlapping(12) } }],
  ['one failure in a row', { block_after_failures: 1 }],
])('%s is refused', (_, policy) => {
  expect(policySchema.safeParse(policy).success).toBe(false)
})

test('a change replaces the members it gives, takes away the null ones and leaves the others', () => {
  const patch = policyPatchSchema.parse({ models: { deny: ['a'] }, tags: null, max_output_tokens: 5 })
  const { tags: _, ...rest } = full
  expect(patchPolicy(policySchema.parse(full), patch)).toEqual({ ...rest, models: { deny: ['a'] }, max_output_tokens: 5 })
  expect(policyPatchSchema.safeParse({ nonsense: null }).success).toBe(false)
})
