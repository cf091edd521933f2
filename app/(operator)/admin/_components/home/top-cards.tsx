import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import type { OperatorHome } from '#lib/portal/reports/operator-home'
import { showId } from '#lib/shared/ids'
import { Card, CardHead } from '#ui/card'
import { EmptyState } from '#ui/empty-state'
import { Money } from '#ui/money'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { cn } from '../../../../_ui/cn'

interface TopRow {
  key: string
  href: string
  name: string
  requests: number
  revenueNanos: bigint
  marginNanos: bigint
}

export function TopModels({ models }: { models: OperatorHome['topModels'] }) {
  const t = useTranslations('operatorHome')
  const rows = models.map(({ model, totals }) => ({
    key: model,
    href: `/admin/models/${model.split('/').map(encodeURIComponent).join('/')}`,
    name: model,
    requests: Number(totals.requests),
    revenueNanos: totals.revenueNanos,
    marginNanos: totals.marginNanos,
  }))
  return <TopCard id="top-models" title={t('topModels')} head={t('model')} rows={rows} mono />
}

export function TopTeams({ teams }: { teams: OperatorHome['topTeams'] }) {
  const t = useTranslations('operatorHome')
  const rows = teams.map((team) => ({
    key: team.teamId,
    href: `/admin/teams/${showId('team', team.teamId)}`,
    name: team.name,
    requests: team.requests,
    revenueNanos: team.spentNanos,
    marginNanos: team.spentNanos - team.costNanos,
  }))
  return <TopCard id="top-teams" title={t('topTeams')} head={t('team')} rows={rows} />
}

interface TopCardProps {
  id: string
  title: string
  head: string
  rows: readonly TopRow[]
  /** Model names are code. */
  mono?: boolean
}

function TopCard({ id, title, head, rows, mono }: TopCardProps) {
  const t = useTranslations('operatorHome')
  const format = useFormatter()
  return (
    <Card id={id}>
      <CardHead id={id} title={title} />
      {rows.length === 0 ? (
        <EmptyState title={t('noTraffic')} text={t('noTrafficText')} />
      ) : (
        <Table label={title}>
          <TableHead>
            <Th>{head}</Th>
            <Th numeric>{t('requests')}</Th>
            <Th numeric>{t('revenueUsd')}</Th>
            <Th numeric>{t('marginUsd')}</Th>
          </TableHead>
          <tbody>
            {rows.map((row) => (
              <Tr key={row.key}>
                <Td className="max-w-44">
                  <Link href={row.href} className={cn('block truncate hover:underline', mono && 'font-mono')}>
                    {row.name}
                  </Link>
                </Td>
                <Td numeric>{format.number(row.requests)}</Td>
                <Td numeric>
                  <Money nanos={row.revenueNanos} as="balance" />
                </Td>
                <Td numeric>
                  <Money nanos={row.marginNanos} as="balance" />
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  )
}
