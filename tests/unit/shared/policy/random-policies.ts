import fc from 'fast-check'
import type { PolicyDocument, PolicyLevel } from '#lib/shared/policy/policy-document'

const names = ['gpt-4o', 'gpt-4o-mini', 'openai/o3', 'claude', 'claude-haiku']
const patterns = [...names, '*', 'gpt-*', '*-mini', 'openai/*', 'c*e*']
const paths = ['chat/completions', 'models', 'models/gpt-4o', 'key']
const endpoints = [...paths, '*', 'GET *', 'POST chat/*', 'GET models/*', 'models*']
const addresses = ['203.0.113.7', '198.51.100.9', '2001:db8::1', '::ffff:203.0.113.7']
const cidrs = ['203.0.113.0/24', '198.51.100.9', '0.0.0.0/0', '::/0', '2001:db8::/32', '203.0.113.0/29']
const tools = ['claude-code', 'codex', 'curl', 'unknown'] as const

export const randomName = fc.constantFrom(...names)
export const randomPath = fc.constantFrom(...paths)
export const randomMethod = fc.constantFrom('GET', 'HEAD', 'POST')
export const randomAddress = fc.option(fc.constantFrom(...addresses))
export const randomTool = fc.constantFrom(...tools)

const some = <T>(values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), { maxLength: 3 })
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const allowDeny = <T>(values: readonly T[]) => fc.record({ allow: some(values), deny: some(values) }, { requiredKeys: [] })

/** Documents in which neither everything nor nothing is allowed. */
export const randomPolicy: fc.Arbitrary<PolicyDocument> = fc
  .record({
    models: maybe(allowDeny(patterns)),
    endpoints: maybe(allowDeny(endpoints)),
    ip_allow: maybe(some(cidrs)),
    clients: maybe(allowDeny(tools)),
    expires_at: maybe(fc.constantFrom('2026-01-01T00:00:00Z', '2026-06-01T12:00:00+02:00', '2027-01-01T00:00:00Z')),
    max_output_tokens: maybe(fc.integer({ min: 1, max: 5 })),
    max_request_usd: maybe(fc.constantFrom('0', '0.000000002', '3')),
    aliases: maybe(fc.dictionary(randomName, randomName, { maxKeys: 2 })),
    tags: maybe(some(['a', 'b', 'c'])),
    log: maybe(fc.record({ metadata: fc.boolean(), end_user: fc.boolean(), address: fc.boolean() }, { requiredKeys: [] })),
    defaults: maybe(
      fc.record(
        { max_tokens: fc.integer({ min: 1, max: 9 }), temperature: fc.constantFrom(0, 1), user: fc.constantFrom('u', 'v') },
        { requiredKeys: [] },
      ),
    ),
    end_users: maybe(fc.record({ required: fc.boolean() }, { requiredKeys: [] })),
    block_after_failures: maybe(fc.integer({ min: 2, max: 4 })),
  })
  .map((policy) => Object.fromEntries(Object.entries(policy).filter(([, value]) => value !== undefined)))

/** A team, with or without a member, and a key, in any order. */
export const randomLevels: fc.Arbitrary<PolicyLevel[]> = fc
  .tuple(randomPolicy, maybe(randomPolicy), randomPolicy)
  .chain(([team, member, key]) => {
    const levels: PolicyLevel[] = [
      { level: 'team', id: 't', policy: team },
      { level: 'key', id: 'k', policy: key },
    ]
    if (member) levels.push({ level: 'member', id: 'm', policy: member })
    return fc.shuffledSubarray(levels, { minLength: levels.length })
  })
