import { answerJson, usdNumber } from '#lib/gateway/endpoints/answer-json'
import type { RequestContext } from '#lib/gateway/endpoints/context'
import type { GatewayResponse } from '#lib/gateway/types'
import { readKeyBudgets, readTeamCredits } from '#lib/ledger/gateway-reads'
import { gatewayPool } from '#lib/shared/database/pools'
import { showId } from '#lib/shared/ids'
import { explainPolicy } from '#lib/shared/policy/explain-policy'

interface SpendRow {
  spend: Record<'total' | 'day' | 'week' | 'month' | 'requests', string>
}

/** `GET /key`: limits and spend of the calling key, in OpenRouter's shape, and the policy it is under. */
export async function serveKey(context: RequestContext): Promise<GatewayResponse> {
  const { key } = context.caller
  const [{ rows }, budgets] = await Promise.all([
    gatewayPool().query<SpendRow>('select usage.gateway_key_spend($1) as spend', [key.keyId]),
    readKeyBudgets(key.teamId, key.keyId),
  ])
  const spend = rows[0]?.spend
  const amount = (name: 'total' | 'day' | 'week' | 'month') => usdNumber(BigInt(spend?.[name] ?? 0))
  const limits = budgets
    .map((budget) => ({ ...budget, remaining_nanos: budget.amount_nanos - budget.spent_nanos - budget.held_nanos }))
    .toSorted((a, b) => (a.remaining_nanos < b.remaining_nanos ? -1 : 1))
    .map((budget) => ({
      period: budget.period,
      limit: usdNumber(budget.amount_nanos),
      spent: usdNumber(budget.spent_nanos),
      held: usdNumber(budget.held_nanos),
      remaining: usdNumber(budget.remaining_nanos),
    }))
  const [tightest] = limits
  return answerJson({
    data: {
      id: showId('key', key.keyId),
      label: key.name,
      usage: amount('total'),
      usage_daily: amount('day'),
      usage_weekly: amount('week'),
      usage_monthly: amount('month'),
      requests: Number(spend?.requests ?? 0),
      limit: tightest?.limit ?? null,
      limit_remaining: tightest?.remaining ?? null,
      limit_reset: tightest && tightest.period !== 'total' ? tightest.period : null,
      limits,
      expires_at: key.expiresAt === null ? null : new Date(key.expiresAt).toISOString(),
      is_free_tier: false,
      policy: explainPolicy(key.policy.levels),
    },
  })
}

/** `GET /credits`: what the caller's team bought and used, and what is left. */
export async function serveCredits(context: RequestContext): Promise<GatewayResponse> {
  const credits = (await readTeamCredits(context.caller.key.teamId)) ?? { credit: 0n, held: 0n, used: 0n }
  return answerJson({
    data: {
      total_credits: usdNumber(credits.credit + credits.used),
      total_usage: usdNumber(credits.used),
      held: usdNumber(credits.held),
      available: usdNumber(credits.credit - credits.held),
    },
  })
}
