import { z } from 'zod'
import type { AuditLine } from '#lib/portal/audit/list-audit-trail'
import { showTarget } from '#lib/portal/audit/show-target'
import { idOut, showIdOrNull, showUsdOrNull, timeOut, usdOut } from '#lib/portal/management-api/wire/fields'
import type { Reconciliation } from '#lib/portal/reports/get-reconciliation'
import type { TrialBalance } from '#lib/portal/reports/get-trial-balance'
import type { UsageGroup, UsageSum } from '#lib/portal/usage/usage-row'
import { showId } from '#lib/shared/ids'
import { formatUsd } from '#lib/shared/money'

const count = z.number().int()

export const usageOut = z
  .object({
    group: z.string().describe('The day, the hour (its start in UTC), the model, the key id or the team id'),
    requests: count,
    failures: count,
    input_tokens: count,
    cache_read_tokens: count,
    cache_write_tokens: count,
    output_tokens: count,
    reasoning_tokens: count,
    audio_tokens: count,
    image_tokens: count,
    charge_usd: usdOut,
    refunded_usd: usdOut,
    cost_usd: usdOut.nullable().describe('Operators only'),
    average_latency_ms: count.nullable(),
    average_ttft_ms: count.nullable(),
  })
  .meta({ id: 'Usage' })

export function showUsage(sum: UsageSum, groupBy: UsageGroup): z.infer<typeof usageOut> {
  return {
    group: groupBy === 'key' || groupBy === 'team' ? showId(groupBy, sum.group) : sum.group,
    requests: sum.requests,
    failures: sum.failures,
    input_tokens: sum.inputTokens,
    cache_read_tokens: sum.cacheReadTokens,
    cache_write_tokens: sum.cacheWriteTokens,
    output_tokens: sum.outputTokens,
    reasoning_tokens: sum.reasoningTokens,
    audio_tokens: sum.audioTokens,
    image_tokens: sum.imageTokens,
    charge_usd: formatUsd(sum.chargeNanos),
    refunded_usd: formatUsd(sum.refundedNanos),
    cost_usd: showUsdOrNull(sum.costNanos),
    average_latency_ms: sum.averageLatencyMs,
    average_ttft_ms: sum.averageTtftMs,
  }
}

export const reconciliationOut = z
  .object({
    orphans: z.array(z.object({ request_id: idOut('req'), team_id: idOut('team'), held_usd: usdOut, swept_at: timeOut })),
    jobs: z.array(
      z.object({
        job: z.string(),
        started_at: timeOut,
        finished_at: timeOut.nullable(),
        outcome: z.string().nullable().describe('ok or failed; null while it runs'),
        done: count.nullable().describe("What it did, in the job's own unit"),
      }),
    ),
  })
  .meta({ id: 'Reconciliation' })

export function showReconciliation({ orphans, jobs }: Reconciliation): z.infer<typeof reconciliationOut> {
  return {
    orphans: orphans.map((orphan) => ({
      request_id: showId('req', orphan.request_id),
      team_id: showId('team', orphan.team_id),
      held_usd: formatUsd(orphan.hold_nanos),
      swept_at: orphan.swept_at.toISOString(),
    })),
    jobs: jobs.map((run) => ({
      job: run.job,
      started_at: run.started_at.toISOString(),
      finished_at: run.finished_at?.toISOString() ?? null,
      outcome: run.outcome,
      done: run.done === null ? null : Number(run.done),
    })),
  }
}

export const reversalOut = z.object({ entry_id: idOut('entry') }).meta({ id: 'Reversal' })

export const trialBalanceOut = z
  .object({
    total_usd: usdOut.describe('Zero, or the books are wrong'),
    accounts: z.array(z.object({ account_id: z.uuid(), kind: z.string(), team_id: idOut('team').nullable(), total_usd: usdOut })),
  })
  .meta({ id: 'TrialBalance' })

export function showTrialBalance(balance: TrialBalance): z.infer<typeof trialBalanceOut> {
  return {
    total_usd: formatUsd(balance.totalNanos),
    accounts: balance.accounts.map((account) => ({
      account_id: account.account_id,
      kind: account.kind,
      team_id: showIdOrNull('team', account.team_id),
      total_usd: formatUsd(account.totalNanos),
    })),
  }
}

export const auditOut = z
  .object({
    id: idOut('audit'),
    team_id: idOut('team').nullable(),
    actor: z.string().describe('A user, a management key, operator (a team is not told which) or system'),
    action: z.string(),
    target_kind: z.string(),
    target_id: z.string(),
    before: z.unknown(),
    after: z.unknown(),
    address: z.string().nullable(),
    request_id: idOut('req').nullable(),
    created_at: timeOut,
  })
  .meta({ id: 'AuditRecord' })

export function showAudit(row: AuditLine): z.infer<typeof auditOut> {
  return {
    id: showId('audit', row.id),
    team_id: showIdOrNull('team', row.team_id),
    actor: row.actor_id === null ? (row.by_operator ? 'operator' : row.actor_kind) : showTarget(row.actor_kind, row.actor_id),
    action: row.action,
    target_kind: row.target_kind,
    target_id: showTarget(row.target_kind, row.target_id),
    before: row.before,
    after: row.after,
    address: row.address,
    request_id: showIdOrNull('req', row.request_id),
    created_at: row.created_at.toISOString(),
  }
}
