import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkAccess, checkModel } from '#lib/shared/policy/check-policy'
import { compilePolicy } from '#lib/shared/policy/compile-policy'
import { findLoosened } from '#lib/shared/policy/find-loosened'
import type { PolicyDocument, PolicyMember } from '#lib/shared/policy/policy-document'
import { randomAddress, randomMethod, randomName, randomPath, randomPolicy, randomTool } from '#tests/unit/shared/policy/random-policies'

test('what loosens nothing allows nothing that was refused before', () => {
  const access = fc.record({
    method: randomMethod,
    path: randomPath,
    address: randomAddress,
    client: randomTool,
    now: fc.constant(1.78e12),
  })
  fc.assert(
    fc.property(randomPolicy, randomPolicy, randomName, access, (before, after, model, asked) => {
      if (findLoosened(before, after).length > 0) return
      const [old, changed] = [before, after].map((policy) => compilePolicy([{ level: 'key', id: 'k', policy }]))
      if (!old || !changed) return
      if (checkModel(old, model)) expect(checkModel(changed, model)).not.toBeNull()
      if (checkAccess(old, asked)) expect(checkAccess(changed, asked)).not.toBeNull()
      if (old.maxRequestNanos) expect((changed.maxRequestNanos?.value ?? 99n) <= old.maxRequestNanos.value).toBe(true)
      if (old.maxOutputTokens) expect((changed.maxOutputTokens?.value ?? 99) <= old.maxOutputTokens.value).toBe(true)
    }),
    { numRuns: 3000 },
  )
})

const cases: [PolicyDocument, PolicyDocument, PolicyMember[]][] = [
  [{}, { models: { allow: ['a'] }, limits: { concurrency: 1 } }, []],
  [{ models: { allow: ['a', 'b'] } }, { models: { allow: ['a'], deny: ['x'] } }, []],
  [{ models: { deny: ['x'] } }, { models: { allow: ['a'] } }, ['models']],
  [{ clients: { allow: ['curl'] } }, {}, ['clients']],
  [{ endpoints: { allow: ['chat/*'] } }, { endpoints: { allow: ['chat/*', 'models'] } }, ['endpoints']],
  [{ endpoints: { deny: ['models'] } }, { endpoints: { deny: [] } }, ['endpoints']],
  [{ block_after_failures: 5 }, { block_after_failures: 4 }, []],
  [{ block_after_failures: 5 }, { block_after_failures: 6 }, ['block_after_failures']],
  [{ block_after_failures: 5 }, {}, ['block_after_failures']],
  [{ max_output_tokens: 5 }, { max_output_tokens: 6 }, ['max_output_tokens']],
  [{ ip_allow: ['10.0.0.0/8'] }, { ip_allow: ['10.0.0.0/8', '::/0'] }, ['ip_allow']],
  [{ expires_at: '2027-01-01T00:00:00Z' }, { expires_at: '2027-01-01T01:00:00+02:00' }, []],
  [{ expires_at: '2027-01-01T00:00:00Z' }, { expires_at: '2027-01-02T00:00:00Z' }, ['expires_at']],
  [{ max_request_usd: '10' }, { max_request_usd: '9.5' }, []],
  [{ max_request_usd: '9.5' }, { max_request_usd: '10' }, ['max_request_usd']],
  [{ max_request_usd: '9.5', max_output_tokens: 5 }, { max_request_usd: '9.50', max_output_tokens: 5 }, []],
  [{ limits: { per_model: { 'a*': { requests_per_day: 5 } } } }, { limits: { per_model: { 'a*': { requests_per_day: 6 } } } }, ['limits']],
  [{ limits: { per_method: { GET: { concurrency: 5 } } } }, { limits: { concurrency: 1 } }, ['limits']],
  [{ end_users: { limits: { requests_per_day: 5 } } }, {}, ['end_users']],
  [{ end_users: { required: true, limits: { concurrency: 1 } } }, { end_users: { limits: { concurrency: 1 } } }, ['end_users']],
  [{ end_users: { required: false } }, { end_users: { required: true } }, []],
  [{ log: { metadata: false } }, {}, ['log']],
  [{ log: { address: true } }, { log: { address: false } }, ['log']],
  [{ aliases: { a: 'b' }, defaults: { seed: 1 } }, {}, []],
]
test.each(cases)('from %j to %j loosens %j', (before, after, loosened) => {
  expect(findLoosened(before, after)).toEqual(loosened)
})
