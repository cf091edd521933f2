import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { UsageReport, UsageReportRow } from '#lib/portal/usage/usage-report'
import type { UsageTotals } from '#lib/portal/usage/usage-totals'
import { widestCharge } from '#ui/money'
import { SortTh } from '#ui/sort-th'
import { growthOf } from '#ui/stat'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import type { Sort } from '../../../../_ui/sort'
import type { Metric } from '../read-usage-query'
import { comparedOf, measureOf, showColumn, type UsageColumn, usageColumns, type UsageSort } from './usage-columns'

interface UsageTableProps {
  report: UsageReport
  metric: Metric
  compare: boolean
  hidden: ReadonlySet<string>
  sort: Sort<UsageSort>
  /** The first cell of a line, in words. */
  nameOf: (row: UsageReportRow) => ReactNode
}

/** Every line of the report with its totals beneath. */
export function UsageTable({ report, metric, compare, hidden, sort, nameOf }: UsageTableProps) {
  const t = useTranslations('usage')
  const format = useFormatter()
  const columns = usageColumns(report.totals).filter((column) => !hidden.has(column))
  const alignTo = widestCharge([...report.rows.map(({ totals }) => totals.spentNanos), report.totals.spentNanos])
  const words = { count: (value: number) => format.number(value), alignTo }
  const byTime = report.groupBy === 'day' || report.groupBy === 'hour'
  const initial = (name: UsageSort) => (name === (byTime ? 'group' : 'spend') ? ({ initial: 'descending' } as const) : {})
  const change = (totals: UsageTotals, previous: UsageTotals | null) => {
    const ratio = previous === null ? null : growthOf(comparedOf[metric](totals), comparedOf[metric](previous))
    return ratio === null ? '–' : format.number(ratio, { style: 'percent', signDisplay: 'exceptZero', maximumFractionDigits: 1 })
  }
  return (
    <Table label={t('table')} regionClass="max-h-[640px] overflow-y-auto">
      <TableHead>
        <SortTh name="group" {...initial('group')}>
          {t(`groups.${report.groupBy}`)}
        </SortTh>
        {columns.map((column) => (
          <SortTh key={column} name={column} numeric {...initial(column)}>
            {t(`columns.${column}`)}
          </SortTh>
        ))}
        {compare ? <Th numeric>{t('change', { metric: t(`metrics.${metric}`) })}</Th> : null}
      </TableHead>
      <tbody>
        {sortRows(report.rows, sort).map((row) => (
          <Tr key={row.group} data-testid="usage-row">
            <Td className="max-w-64 truncate whitespace-nowrap">{nameOf(row)}</Td>
            {columns.map((column) => (
              <Td key={column} numeric data-column={column}>
                {showColumn(column, row.totals, words)}
              </Td>
            ))}
            {compare ? <Td numeric>{change(row.totals, row.previous)}</Td> : null}
          </Tr>
        ))}
      </tbody>
      <tfoot className="sticky bottom-0 bg-muted font-medium">
        <tr data-testid="usage-totals">
          <Td>{t('total')}</Td>
          {columns.map((column) => (
            <Td key={column} numeric data-column={column}>
              {showColumn(column, report.totals, words)}
            </Td>
          ))}
          {compare ? <Td numeric>{change(report.totals, report.previous)}</Td> : null}
        </tr>
      </tfoot>
    </Table>
  )
}

/** As the report has them, unless the reader asked otherwise. */
function sortRows(rows: readonly UsageReportRow[], { by, descending }: Sort<UsageSort>): UsageReportRow[] {
  const name = (row: UsageReportRow) => row.key?.name ?? row.group
  const compare = (a: UsageReportRow, b: UsageReportRow) =>
    by === 'group' ? name(a).localeCompare(name(b)) : measure(by, a) - measure(by, b) || name(a).localeCompare(name(b))
  const sorted = [...rows].sort(compare)
  return descending ? sorted.reverse() : sorted
}

function measure(column: UsageColumn, row: UsageReportRow): number {
  return measureOf(column, row.totals)
}
