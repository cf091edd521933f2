import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  checkAccess,
  checkAddress,
  checkClient,
  checkEndpoint,
  checkEndUser,
  checkExpiry,
  checkModel,
  checkRequestCost,
  resolveModel,
} from '#lib/shared/policy/check-policy'
import { compilePolicy } from '#lib/shared/policy/compile-policy'
import { type PolicyDocument, policyLevels, policySchema } from '#lib/shared/policy/policy-document'
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

test('access is given exactly when every level gives it, by each of its rules', () => {
  const now = fc.constantFrom(0, Date.parse('2026-03-01T00:00:00Z'), Date.parse('2026-12-01T00:00:00Z'))
  const access = fc.record({ method: randomMethod, path: randomPath, address: randomAddress, client: randomTool, now })
  fc.assert(
    fc.property(randomLevels, access, (levels, asked) => {
      const policy = compilePolicy(levels)
      const method = asked.method === 'HEAD' ? 'GET' : asked.method
      const every = (holds: (document: PolicyDocument) => boolean) => levels.every((level) => holds(level.policy))
      const byPath = every(({ endpoints }) => passes(endpoints, (list) => coversEndpoint(list, method, asked.path)))
      const byTool = every(({ clients }) => passes(clients, (list) => list.includes(asked.client)))
      const byAddress = every(
        ({ ip_allow: list }) => !list || (asked.address !== null && list.some((cidr) => inside[asked.address ?? '']?.includes(cidr))),
      )
      const byTime = every(({ expires_at: at }) => at === undefined || asked.now < Date.parse(at))
      expect(checkEndpoint(policy, asked.method, asked.path) === null).toBe(byPath)
      expect(checkClient(policy, asked.client) === null).toBe(byTool)
      expect(checkAddress(policy, asked.address) === null).toBe(byAddress)
      expect(checkAccess(policy, asked) === null).toBe(byPath && byTool && byAddress && byTime)
    }),
    runs,
  )
})

test('an end user must be named when any level asks for it, and the widest such level says so', () => {
  fc.assert(
    fc.property(randomLevels, (levels) => {
      const policy = compilePolicy(levels)
      const widest = policyLevels.find((name) => levels.some(({ level, policy: own }) => level === name && own.end_users?.required))
      expect(checkEndUser(policy, 'ada')).toBeNull()
      expect(checkEndUser(policy, null)?.limit).toBe(widest && `${widest}.end_users.required`)
    }),
    runs,
  )
})

test('records, failures, tags and defaults are what the levels say together', () => {
  fc.assert(
    fc.property(randomLevels, (levels) => {
      const policy = compilePolicy(levels)
      const sorted = policyLevels.flatMap((name) => levels.filter(({ level }) => level === name).map((level) => level.policy))
      const flags = (name: 'metadata' | 'end_user' | 'address') => sorted.map(({ log }) => log?.[name])
      expect(policy.log).toEqual({
        metadata: !flags('metadata').includes(false),
        endUser: !flags('end_user').includes(false),
        address: flags('address').includes(true) && !flags('address').includes(false),
      })
      const failures = sorted.flatMap(({ block_after_failures: count }) => count ?? [])
      expect(policy.blockAfterFailures).toBe(failures.length > 0 ? Math.min(...failures) : null)
      expect(policy.tags.toSorted()).toEqual([...new Set(sorted.flatMap(({ tags = [] }) => tags))].toSorted())
      expect(policy.defaults.user).toBe(sorted.findLast(({ defaults }) => defaults?.user !== undefined)?.defaults?.user ?? null)
      const temperature = sorted.findLast(({ defaults }) => defaults?.temperature !== undefined)?.defaults?.temperature
      expect(policy.defaults.fields.get('temperature')).toBe(temperature === undefined ? undefined : String(temperature))
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
      const first = policyLevels.find((name) =>
        levels.some(({ level, policy: own }) => level === name && own.expires_at !== undefined && Date.parse(own.expires_at) === ends),
      )
      expect(policy.expiresAt?.level).toBe(first)
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
