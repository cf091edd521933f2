import { useTranslations } from 'next-intl'
import type { LedgerEntry } from '#lib/portal/credits/list-ledger'
import { isSignUpCredit } from '#lib/portal/credits/sign-up-credit'
import { showId } from '#lib/shared/ids'
import { Card, CardHead } from '#ui/card'
import { EmptyState } from '#ui/empty-state'
import { Money, widestCharge } from '#ui/money'
import { Pager } from '#ui/pager'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { Time } from '#ui/time'
import { ReverseEntry } from './reverse-entry'

interface LedgerCardProps {
  entries: readonly LedgerEntry[]
  mayReverse: boolean
  nextHref: string | null
  firstHref: string | null
}

/** A team's side of the books; each credit can be taken back once. */
export function LedgerCard({ entries, mayReverse, nextHref, firstHref }: LedgerCardProps) {
  const t = useTranslations('credit')
  const reversed = new Set(entries.map((entry) => entry.reverses))
  const alignTo = widestCharge(entries.map((entry) => entry.amount_nanos))
  return (
    <Card id="ledger">
      <CardHead id="ledger" title={t('ledger')} text={t('ledgerText')} />
      {entries.length === 0 ? (
        <EmptyState title={t('noEntries')} text={t('noEntriesText')} />
      ) : (
        <Table label={t('ledger')}>
          <TableHead>
            <Th className="max-md:hidden">{t('when')}</Th>
            <Th className="max-md:pl-4">{t('entry')}</Th>
            <Th numeric>{t('amount')}</Th>
            <Th className="w-10">
              <span className="sr-only">{t('reverse')}</span>
            </Th>
          </TableHead>
          <tbody>
            {entries.map((entry) => (
              <Tr key={entry.id} data-testid="entry">
                <Td className="whitespace-nowrap tabular-nums max-md:hidden">
                  <Time at={entry.created_at} />
                </Td>
                <Td className="max-w-80 max-md:w-full max-md:max-w-0 max-md:py-2 max-md:pl-4">
                  <span className="block truncate">
                    {t(`kinds.${entry.kind}`)}
                    {entry.requests === null ? '' : ` · ${t('requests', { count: Number(entry.requests) })}`}
                    {isSignUpCredit(entry) ? ` · ${t('signUp')}` : entry.reference ? ` · ${entry.reference}` : ''}
                  </span>
                  {entry.reason && !isSignUpCredit(entry) ? (
                    <span className="block truncate text-muted-foreground">{entry.reason}</span>
                  ) : null}
                  <span className="block text-muted-foreground tabular-nums md:hidden">
                    <Time at={entry.created_at} as="minute" />
                  </span>
                </Td>
                <Td numeric>
                  <Money nanos={entry.amount_nanos} as="charge" alignTo={alignTo} />
                </Td>
                <Td className="text-right">
                  {mayReverse && entry.kind === 'credit' && !reversed.has(entry.id) ? (
                    <ReverseEntry
                      entry={showId('entry', entry.id)}
                      reference={entry.reference ?? showId('entry', entry.id)}
                      amount={<Money nanos={entry.amount_nanos} as="charge" />}
                    />
                  ) : null}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      <Pager nextHref={nextHref} firstHref={firstHref} />
    </Card>
  )
}
