import type { ReactNode } from 'react'
import type { UsageTotals } from '#lib/portal/usage/usage-totals'
import { Duration } from '#ui/duration'
import { Money } from '#ui/money'
import { allTokens, usedTokenSums } from './usage-measures'

export const usageSorts = [
  'group',
  'requests',
  'failures',
  'inputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'outputTokens',
  'reasoningTokens',
  'audioTokens',
  'imageTokens',
  'latency',
  'ttft',
  'spend',
] as const
export type UsageSort = (typeof usageSorts)[number]
export type UsageColumn = Exclude<UsageSort, 'group'>

/** The columns that have something to say about these totals; money first, where no screen is too narrow for it. */
export function usageColumns(totals: UsageTotals): UsageColumn[] {
  return ['spend', 'requests', 'failures', ...usedTokenSums(totals), 'latency', 'ttft']
}

/** What a column sorts by. */
export function measureOf(column: UsageColumn, totals: UsageTotals): number {
  switch (column) {
    case 'spend':
      return Number(totals.spentNanos)
    case 'latency':
      return totals.averageLatencyMs ?? -1
    case 'ttft':
      return totals.averageTtftMs ?? -1
    default:
      return totals[column]
  }
}

/** What a column shows. */
export function showColumn(
  column: UsageColumn,
  totals: UsageTotals,
  words: { count: (value: number) => string; alignTo: number },
): ReactNode {
  switch (column) {
    case 'spend':
      return <Money nanos={totals.spentNanos} as="charge" alignTo={words.alignTo} />
    case 'latency':
      return <Duration ms={totals.averageLatencyMs} />
    case 'ttft':
      return <Duration ms={totals.averageTtftMs} />
    default:
      return words.count(totals[column])
  }
}

/** The measure that each metric of the chart compares with the period before. */
export const comparedOf = {
  spend: (totals: UsageTotals) => Number(totals.spentNanos),
  requests: (totals: UsageTotals) => totals.requests,
  tokens: allTokens,
  latency: (totals: UsageTotals) => totals.averageLatencyMs ?? 0,
} as const
