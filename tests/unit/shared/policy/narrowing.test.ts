import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkAccess, checkExpiry, checkModel, checkRequestCost, resolveModel } from '#lib/shared/policy/check-policy'
import { compilePolicy } from '#lib/shared/policy/compile-policy'
import { policySchema } from '#lib/shared/policy/policy-document'
import { randomAddress, randomLevels, randomMethod, randomName, randomPath, randomTool } from '#tests/unit/shared/policy/random-policies'

/** What the levels say, read from the documents in the plainest way: nothing of the code under test is used. */
const covers = (patterns: readonly string[], name: string) =>
  patterns.some((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(name))
const passes = (rule: { allow?: readonly string[]; deny?: readonly string[] } | undefined, matches: (list: readonly string[]) => boolean) =>
  (!rule?.allow || matches(rule.allow)) && !(rule?.deny && matches(rule.deny))
const coversEndpoint = (patterns: readonly string[], method: string, path: string) =>
  patterns.some((pattern) => covers([pattern.includes(' ') ? pattern : `${method} ${pattern}`], `${method} ${path}`))
const inside: Record<string, readonly string[]> = {
  '203.0.113.7': ['203.0.113.0/24', '0.0.0.0/0', '203.0.113.0/29'],
  '::ffff:203.0.113.7': ['203.0.113.0/24', '0.0.0.0/0', '203.0.113.0/29'],
  '198.51.100.9': ['198.51.100.9', '0.0.0.0/0'],
  '2001:db8::1': ['::/0', '2001:db8::/32'],
}
const runs = { numRuns: 500 }

test('random policies are policies', () => {
  fc.assert(fc.property(randomLevels, (levels) => levels.every(({ policy }) => policySchema.safeParse(policy).success)))
})

test('a model is allowed exactly when every level allows it, whatever aliases lead to it', () => {
  fc.assert(
    fc.property(randomLevels, randomName, (levels, asked) => {
      const policy = compilePolicy(levels)
      const model = resolveModel(policy, asked)
      const allowed = levels.every((level) => passes(level.policy.models, (list) => covers(list, model)))
      expect(checkModel(policy, model) === null).toBe(allowed)
    }),
    runs,
  )
})

test('access is given exactly when every level gives it', () => {
  const access = fc.record({ method: randomMethod, path: randomPath, address: randomAddress, client: randomTool, now: fc.constant(0) })
  fc.assert(
    fc.property(randomLevels, access, (levels, asked) => {
      const method = asked.method === 'HEAD' ? 'GET' : asked.method
      const allowed = levels.every(
        ({ policy }) =>
          passes(policy.endpoints, (list) => coversEndpoint(list, method, asked.path)) &&
          passes(policy.clients, (list) => list.includes(asked.client)) &&
          (!policy.ip_allow || (asked.address !== null && policy.ip_allow.some((cidr) => inside[asked.address ?? '']?.includes(cidr)))),
      )
      expect(checkAccess(compilePolicy(levels), asked) === null).toBe(allowed)
    }),
    runs,
  )
})

test('expiry, output and cost are bound by the strictest level, which the refusal names', () => {
  fc.assert(
    fc.property(randomLevels, (levels) => {
      const policy = compilePolicy(levels)
      const least = <T extends number | bigint>(values: (T | undefined)[]) =>
        values.reduce<T | null>((a, b) => (b !== undefined && (a === null || b < a) ? b : a), null)
      const ends = least(levels.map((level) => (level.policy.expires_at ? Date.parse(level.policy.expires_at) : undefined)))
      expect(policy.expiresAt?.value ?? null).toBe(ends)
      if (ends !== null) expect([checkExpiry(policy, ends - 1), checkExpiry(policy, ends)?.code]).toEqual([null, 'key_expired'])
      expect(policy.maxOutputTokens?.value ?? null).toBe(least(levels.map((level) => level.policy.max_output_tokens)))
      const cost = policy.maxRequestNanos
      if (cost) {
        expect(checkRequestCost(policy, cost.value)).toBeNull()
        expect(checkRequestCost(policy, cost.value + 1n)).toMatchObject({ level: cost.level, limit: `${cost.level}.max_request_usd` })
      }
      expect(policy.defaults.maxTokens === null || policy.defaults.maxTokens.tokens <= (policy.maxOutputTokens?.value ?? 9)).toBe(true)
    }),
    runs,
  )
})

test('a level more never allows what was refused without it', () => {
  const access = fc.record({
    method: randomMethod,
    path: randomPath,
    address: randomAddress,
    client: randomTool,
    now: fc.constant(1.78e12),
  })
  fc.assert(
    fc.property(randomLevels, randomName, access, (levels, model, asked) => {
      const all = compilePolicy(levels)
      for (const left of levels) {
        const fewer = compilePolicy(levels.filter((level) => level !== left))
        if (checkModel(fewer, model)) expect(checkModel(all, model)).not.toBeNull()
        if (checkAccess(fewer, asked)) expect(checkAccess(all, asked)).not.toBeNull()
        for (const flag of ['metadata', 'endUser'] as const) expect(all.log[flag] && !fewer.log[flag]).toBe(false)
      }
    }),
    runs,
  )
})
