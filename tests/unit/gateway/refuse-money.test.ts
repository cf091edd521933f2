import { expect, it } from 'vitest'
import type { HoldPlan } from '#lib/gateway/admission/plan-hold'
import { refuseMoney, type Shortfall } from '#lib/gateway/admission/refuse-admission'

const plan: HoldPlan = {
  fixedNanos: 0n,
  outputNanosPerMillion: 0n,
  maxTokens: 10,
  clientGaveMax: true,
  minTokens: 1,
  holdNanos: 5_000_000n,
  mustSendCeiling: false,
  isLowered: false,
}
const shortfall = {
  kind: 'over_budget',
  affordableTokens: 4,
  availableNanos: 2_000_000n,
  budgetId: '01999999-0000-7000-8000-000000000000',
  scope: 'tag',
  period: 'month',
  name: 'night',
  perEndUser: false,
  amountNanos: 1_000_000_000n,
  endsAt: new Date(Date.now() + 90_000),
  fallbackModel: null,
} as const satisfies Shortfall

it('says which budget refused, of what it is, what is left of it, when it starts anew and what to do', () => {
  const { message, code, details, retryAfterSeconds } = refuseMoney(shortfall, plan)
  expect(code).toBe('budget_exceeded')
  const until = shortfall.endsAt.toISOString()
  expect(message).toContain('may cost up to $0.005000000,')
  expect(message).toContain(`the monthly budget of the tag "night" has $0.002000000 of $1.000000000 left until ${until}.`)
  expect(message).toContain('At most 4 output tokens')
  expect(message).toContain('raise it')
  expect(details).toMatchObject({ level: 'tag', name: 'night', amount_usd: '1.000000000', available_usd: '0.002000000', resets_at: until })
  expect(retryAfterSeconds).toBeGreaterThan(80)
  expect(retryAfterSeconds).toBeLessThanOrEqual(90)
})

it('names no time for what fits in no period, and none where there are no periods', () => {
  expect(refuseMoney({ ...shortfall, amountNanos: 4_999_999n }, plan).retryAfterSeconds).toBeUndefined()
  const total = refuseMoney({ ...shortfall, scope: 'team', name: null, period: 'total', endsAt: null, perEndUser: true }, plan)
  expect(total.message).toContain('the total budget for each end user of the team has $0.002000000 of $1.000000000 left.')
  expect(total.details).toMatchObject({ resets_at: null })
  expect(total.retryAfterSeconds).toBeUndefined()
})

it('speaks of the credit where that is what is missing', () => {
  const error = refuseMoney({ kind: 'no_credit', affordableTokens: 0, availableNanos: 0n }, plan)
  expect(error.code).toBe('insufficient_credit')
  expect(error.message).toBe('This request may cost up to $0.005000000, and the credit of the team has $0.000000000 left.')
})
