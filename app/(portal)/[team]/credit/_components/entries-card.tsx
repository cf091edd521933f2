import { useTranslations } from 'next-intl'
import type { LedgerEntry } from '#lib/portal/credits/list-ledger'
import { isSignUpCredit } from '#lib/portal/credits/sign-up-credit'
import { Card } from '#ui/card'
import { EmptyState } from '#ui/empty-state'
import { Money, widestCharge } from '#ui/money'
import { Pager } from '#ui/pager'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { Time } from '#ui/time'

interface EntriesCardProps {
  entries: readonly LedgerEntry[]
  nextHref: string | null
  firstHref: string | null
}

/** The books as the team sees them: what came, what went, and why. */
export function EntriesCard({ entries, nextHref, firstHref }: EntriesCardProps) {
  const t = useTranslations('teamCredit')
  const alignTo = widestCharge(entries.map((entry) => entry.amount_nanos))
  return (
    <Card>
      {entries.length === 0 ? (
        <EmptyState title={t('emptyTitle')} text={t('emptyText')} />
      ) : (
        <Table label={t('title')}>
          <TableHead>
            <Th className="w-px max-md:hidden">{t('when')}</Th>
            <Th className="max-md:pl-4">{t('what')}</Th>
            <Th numeric>{t('amount')}</Th>
          </TableHead>
          <tbody>
            {entries.map((entry) => (
              <Tr key={entry.id} data-testid="entry">
                <Td className="whitespace-nowrap tabular-nums max-md:hidden">
                  <Time at={entry.created_at} />
                </Td>
                <Td className="max-w-80 max-md:max-w-44 max-md:pl-4">
                  <span className="block truncate">{nameOf(entry)}</span>
                  {entry.reason && !isSignUpCredit(entry) ? (
                    <span className="block truncate text-muted-foreground" title={entry.reason}>
                      {entry.reason}
                    </span>
                  ) : null}
                  <Time at={entry.created_at} className="block text-muted-foreground tabular-nums md:hidden" />
                </Td>
                <Td numeric>
                  <Money nanos={entry.amount_nanos} as="charge" alignTo={alignTo} />
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      <Pager nextHref={nextHref} firstHref={firstHref} />
    </Card>
  )

  function nameOf(entry: LedgerEntry): string {
    if (isSignUpCredit(entry)) return `${t('kinds.credit')} · ${t('signUp')}`
    const { kind, amount_nanos, reference, requests } = entry
    const taken = kind === 'credit' && amount_nanos < 0n
    const parts = [t(`kinds.${taken ? 'taken' : kind}`)]
    if (requests !== null) parts.push(t('requests', { count: Number(requests) }))
    if (reference !== null) parts.push(reference)
    return parts.join(' · ')
  }
}
