import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Table, TableHead, Td, Th, Tr } from '../table'
import type { ChartBucket, ChartSeries, ChartUnit } from './series'

interface ChartTableProps {
  label: string
  unit: ChartUnit
  buckets: readonly ChartBucket[]
  series: readonly ChartSeries[]
}

/** The chart's every value, for those who read; folded away until they do. */
export function ChartTable({ label, unit, buckets, series }: ChartTableProps) {
  const t = useTranslations('chart')
  return (
    <details className="group mt-1 text-sm">
      <summary className="inline-flex cursor-pointer list-none items-center gap-1 rounded-sm py-1 pr-1 text-muted-foreground hover:text-foreground [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" />
        {t('asTable')}
      </summary>
      <div className="mt-1 rounded border">
        <Table label={label} regionClass="max-h-80 overflow-y-auto">
          <TableHead>
            <Th>{t('when')}</Th>
            {series.map((one) => (
              <Th key={one.id} numeric>
                {t(`columns.${unit}`, { name: one.name })}
              </Th>
            ))}
          </TableHead>
          <tbody>
            {buckets.map((bucket, index) => (
              <Tr key={bucket.key}>
                <Td className="whitespace-nowrap">{bucket.title ?? bucket.label}</Td>
                {series.map((one) => (
                  <Td key={one.id} numeric>
                    {one.points[index]?.text ?? '–'}
                  </Td>
                ))}
              </Tr>
            ))}
          </tbody>
        </Table>
      </div>
    </details>
  )
}
