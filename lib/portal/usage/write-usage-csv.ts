import { type CsvCell, toCsvRecord } from '#lib/portal/usage/csv'
import type { ReportGroup, UsageReport, UsageReportRow } from '#lib/portal/usage/usage-report'
import type { UsageTotals } from '#lib/portal/usage/usage-totals'
import { showId } from '#lib/shared/ids'
import { formatUsd } from '#lib/shared/money'

const groupColumns: Record<ReportGroup, readonly string[]> = {
  day: ['day', 'time_zone'],
  hour: ['hour_start'],
  model: ['model'],
  key: ['key_id', 'key_name'],
}

const columns: readonly [name: string, of: (totals: UsageTotals) => CsvCell][] = [
  ['requests', ({ requests }) => ({ count: requests })],
  ['failed_requests', ({ failures }) => ({ count: failures })],
  ['input_tokens', ({ inputTokens }) => ({ count: inputTokens })],
  ['cache_read_tokens', ({ cacheReadTokens }) => ({ count: cacheReadTokens })],
  ['cache_write_tokens', ({ cacheWriteTokens }) => ({ count: cacheWriteTokens })],
  ['output_tokens', ({ outputTokens }) => ({ count: outputTokens })],
  ['reasoning_tokens', ({ reasoningTokens }) => ({ count: reasoningTokens })],
  ['audio_tokens', ({ audioTokens }) => ({ count: audioTokens })],
  ['image_tokens', ({ imageTokens }) => ({ count: imageTokens })],
  ['charged_usd', ({ chargeNanos }) => ({ usd: formatUsd(chargeNanos) })],
  ['refunded_usd', ({ refundedNanos }) => ({ usd: formatUsd(refundedNanos) })],
  ['spent_usd', ({ spentNanos }) => ({ usd: formatUsd(spentNanos) })],
  ['average_latency_ms', ({ averageLatencyMs }) => (averageLatencyMs === null ? null : { count: averageLatencyMs })],
  ['average_ttft_ms', ({ averageTtftMs }) => (averageTtftMs === null ? null : { count: averageTtftMs })],
]

/** The table of a report as CSV, record by record: every amount exact to the nanodollar, names of columns in English for machines. */
export function* writeUsageCsv(report: Pick<UsageReport, 'groupBy' | 'rows' | 'timeZone'>): Generator<string> {
  const names = [...groupColumns[report.groupBy], ...columns.map(([name]) => name), 'previous_requests', 'previous_spent_usd']
  yield toCsvRecord(names.map((text) => ({ text })))
  for (const row of report.rows) {
    const previous: CsvCell[] = row.previous
      ? [{ count: row.previous.requests }, { usd: formatUsd(row.previous.spentNanos) }]
      : [null, null]
    yield toCsvRecord([...groupCells(report, row), ...columns.map(([, of]) => of(row.totals)), ...previous])
  }
}

function groupCells({ groupBy, timeZone }: Pick<UsageReport, 'groupBy' | 'timeZone'>, row: UsageReportRow): CsvCell[] {
  if (groupBy === 'day') return [{ text: row.group }, { text: timeZone }]
  if (groupBy === 'key') return [{ text: showId('key', row.group) }, { text: row.key?.name ?? '' }]
  return [{ text: row.group }]
}
