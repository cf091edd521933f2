import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import type { UsageTotals } from '#lib/portal/usage/usage-totals'
import { Card, CardHead } from '#ui/card'
import { MeterBar } from '#ui/meter-bar'
import { Money, widestCharge } from '#ui/money'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'

export interface TopRow {
  id: string
  name: string
  /** Null for what has no page any more. */
  href: string | null
  totals: UsageTotals
}

interface TopCardProps {
  title: string
  /** The head of the first column. */
  what: string
  rows: readonly TopRow[]
  /** All spending of the period, of which each row is a share. */
  wholeNanos: bigint
  /** Where the rest is. */
  moreHref: string
  mono?: boolean
}

/** What the most was spent on, with its share of the whole. */
export function TopCard({ title, what, rows, wholeNanos, moreHref, mono = false }: TopCardProps) {
  const t = useTranslations('overview')
  const format = useFormatter()
  const alignTo = widestCharge(rows.map(({ totals }) => totals.spentNanos))
  return (
    <Card>
      <CardHead
        title={title}
        act={
          <Link href={moreHref} className="rounded-sm text-sm font-medium text-primary-text hover:underline">
            {t('all')}
          </Link>
        }
      />
      {rows.length === 0 ? (
        <p className="px-5 py-6 text-muted-foreground max-md:px-4">{t('noneInPeriod')}</p>
      ) : (
        <Table label={title}>
          <TableHead>
            <Th>{what}</Th>
            <Th className="w-1/3 max-sm:hidden">{t('share')}</Th>
            <Th numeric>{t('spendColumn')}</Th>
            <Th numeric className="max-sm:hidden">
              {t('requests')}
            </Th>
          </TableHead>
          <tbody>
            {rows.map(({ id, name, href, totals }) => {
              const share = wholeNanos > 0n ? Number(totals.spentNanos) / Number(wholeNanos) : 0
              const label = <span className={`block max-w-36 truncate xl:max-w-44 ${mono ? 'font-mono' : ''}`}>{name}</span>
              return (
                <Tr key={id}>
                  <Td title={name}>
                    {href === null ? (
                      label
                    ) : (
                      <Link href={href} className="block rounded-sm hover:text-primary-text hover:underline">
                        {label}
                      </Link>
                    )}
                  </Td>
                  <Td className="max-sm:hidden">
                    <span className="flex items-center gap-2">
                      <MeterBar share={share} className="flex-1" />
                      <span className="w-10 shrink-0 text-right text-muted-foreground tabular-nums">
                        {format.number(share, { style: 'percent', maximumFractionDigits: share < 0.1 ? 1 : 0 })}
                      </span>
                    </span>
                  </Td>
                  <Td numeric>
                    <Money nanos={totals.spentNanos} as="charge" alignTo={alignTo} />
                  </Td>
                  <Td numeric className="max-sm:hidden">
                    {format.number(totals.requests)}
                  </Td>
                </Tr>
              )
            })}
          </tbody>
        </Table>
      )}
    </Card>
  )
}
