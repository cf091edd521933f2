import { parseArgs } from 'node:util'
import { LimitGrant } from '#lib/gateway/limits/limit-grant'
import { planLimits } from '#lib/gateway/limits/plan-limits'
import { takeLimits } from '#lib/gateway/limits/take-limits'
import { compilePolicy } from '#lib/shared/policy/compile-policy'
import type { PolicyDocument, PolicyLevel } from '#lib/shared/policy/policy-document'

// What limits cost a request that is counted in memory: planned, taken, and settled with fewer tokens than reserved.
const { values: given } = parseArgs({
  options: { times: { type: 'string', default: '200000' }, keys: { type: 'string', default: '1000' } },
})
const times = Number(given.times)
const keys = Number(given.keys)
const plenty = 1_000_000_000

const team: PolicyDocument = { limits: { requests_per_minute: plenty, tokens_per_minute: plenty, concurrency: 1_000_000 } }
const key: PolicyDocument = { limits: { requests_per_minute: plenty, tokens_per_minute: plenty } }
const every = {
  requests_per_minute: plenty,
  tokens_per_minute: plenty,
  requests_per_day: plenty,
  tokens_per_day: plenty,
  concurrency: 1_000_000,
}

const sets: Record<string, [PolicyDocument, PolicyDocument]> = {
  '0 limits': [{}, {}],
  '1 limit': [{}, { limits: { requests_per_minute: plenty } }],
  '5 limits': [team, key],
  '10 limits': [{ limits: every }, { limits: every }],
}

function policiesOf([ofTeam, ofKey]: [PolicyDocument, PolicyDocument]) {
  return Array.from({ length: keys }, (_, n) => {
    const levels: PolicyLevel[] = [
      { level: 'team', id: `team-${n % 10}`, policy: ofTeam },
      { level: 'key', id: `key-${n}`, policy: ofKey },
    ]
    return compilePolicy(levels, 'UTC')
  })
}

/** Nanoseconds of plan, take and settle; the best of some rounds, for other work of the machine only adds. */
function measure(documents: [PolicyDocument, PolicyDocument]): number {
  const policies = policiesOf(documents)
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < 5; round++) {
    const begun = process.cpuUsage()
    for (let n = 0; n < times; n++) {
      const policy = policies[n % keys]
      if (!policy) break
      const plan = planLimits(policy, { model: 'gpt-4o', method: 'POST', endUser: null, tokens: 500 })
      const answer = takeLimits(plan, { requestId: `${round}-${n}`, now: Date.now() })
      if (answer instanceof Promise || !answer.ok || !(answer.grant instanceof LimitGrant))
        throw new Error('memory answers at once, and has room')
      void answer.grant.settle(320)
    }
    const spent = process.cpuUsage(begun)
    best = Math.min(best, ((spent.user + spent.system) * 1_000) / times)
  }
  return best
}

for (const [name, documents] of Object.entries(sets)) console.log(`${name}: ${(measure(documents) / 1_000).toFixed(2)} µs of CPU a request`)
