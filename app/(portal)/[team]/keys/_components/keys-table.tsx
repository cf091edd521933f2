import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { blockedByFailures } from '#lib/portal/keys/api-key'
import { showId } from '#lib/shared/ids'
import { KeyStatus } from '#ui/key-status'
import { MeterBar } from '#ui/meter-bar'
import { Money, widestCharge } from '#ui/money'
import { RelativeTime } from '#ui/relative-time'
import { SortTh } from '#ui/sort-th'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { Time } from '#ui/time'
import { KeyMenu } from './key-menu'
import { KeyMaker, KeyOwner } from './key-people'
import type { KeyRow } from './key-row'
import { KeySelection, SelectAllKeys, SelectKey } from './key-selection'

export const keyColumnNames = ['used', 'month', 'total', 'created', 'expires'] as const

interface KeysTableProps {
  rows: readonly KeyRow[]
  hidden: ReadonlySet<string>
  /** The team's: a last day is a day of its calendar. */
  timeZone: string
  now: Date
}

const wide = 'max-md:hidden'
/** On a phone the name gives way, so that the acts stay in view. */
const tight = 'max-md:px-1.5'
const faint = 'whitespace-nowrap text-muted-foreground tabular-nums'

export function KeysTable({ rows, hidden, timeZone, now }: KeysTableProps) {
  const t = useTranslations('keys')
  const shows = (column: (typeof keyColumnNames)[number]) => !hidden.has(column)
  const mayAct = rows.some((row) => row.mayChange)
  const selectable = rows.filter((row) => row.mayChange && !row.subject.disabled).map((row) => row.subject.id)
  const align = { month: widestCharge(rows.map(({ use }) => use.monthNanos)), total: widestCharge(rows.map(({ use }) => use.totalNanos)) }
  return (
    <KeySelection among={selectable}>
      <Table label={t('title')}>
        <TableHead>
          {mayAct ? (
            <Th className="w-9 p-0! md:pl-2!">
              <SelectAllKeys />
            </Th>
          ) : null}
          <SortTh name="name">{t('name')}</SortTh>
          <Th className={wide}>{t('status')}</Th>
          {shows('used') ? (
            <SortTh name="used" className={wide}>
              {t('used')}
            </SortTh>
          ) : null}
          {shows('month') ? (
            <SortTh name="month" numeric className={tight}>
              {t('month')}
            </SortTh>
          ) : null}
          {shows('total') ? (
            <SortTh name="total" numeric className={wide}>
              {t('total')}
            </SortTh>
          ) : null}
          {shows('created') ? (
            <SortTh name="created" initial="descending" className={wide}>
              {t('created')}
            </SortTh>
          ) : null}
          {shows('expires') ? (
            <SortTh name="expires" className={wide}>
              {t('expires')}
            </SortTh>
          ) : null}
          {mayAct ? (
            <Th className="w-10 max-md:px-1!">
              <span className="sr-only">{t('acts')}</span>
            </Th>
          ) : null}
        </TableHead>
        <tbody>
          {rows.map((row) => (
            <Tr key={row.subject.id} data-testid="key">
              {mayAct ? (
                <Td className="p-0! md:pl-2!">
                  {selectable.includes(row.subject.id) ? <SelectKey id={row.subject.id} name={row.subject.name} /> : null}
                </Td>
              ) : null}
              <Td className="max-w-64 py-2 md:max-[90rem]:max-w-52 max-md:w-full max-md:max-w-0 max-md:px-2">
                <NameCell row={row} />
              </Td>
              <Td className={wide}>
                <KeyStatus status={row.key.state} />
              </Td>
              {shows('used') ? (
                <Td className={`${faint} ${wide}`}>
                  {row.use.lastUsedAt ? <RelativeTime at={row.use.lastUsedAt} now={now} /> : t('neverUsed')}
                </Td>
              ) : null}
              {shows('month') ? (
                <Td numeric className={tight}>
                  <MonthCell row={row} alignTo={align.month} />
                </Td>
              ) : null}
              {shows('total') ? (
                <Td numeric className={wide}>
                  <Money nanos={row.use.totalNanos} as="charge" alignTo={align.total} />
                </Td>
              ) : null}
              {shows('created') ? (
                <Td className={`max-w-40 text-muted-foreground md:max-[90rem]:max-w-36 ${wide}`}>
                  <span className="block truncate">
                    <KeyMaker of={row.key} />
                  </span>
                  <Time at={row.key.createdAt} as="day" className="whitespace-nowrap tabular-nums" />
                </Td>
              ) : null}
              {shows('expires') ? (
                <Td className={`${faint} ${wide}`}>
                  {row.key.expiresAt ? <LastDay at={row.key.expiresAt} timeZone={timeZone} /> : t('neverExpires')}
                </Td>
              ) : null}
              {mayAct ? <Td className="text-right max-md:px-1!">{row.mayChange ? <KeyMenu subject={row.subject} /> : null}</Td> : null}
            </Tr>
          ))}
        </tbody>
      </Table>
    </KeySelection>
  )
}

function NameCell({ row: { key, subject } }: { row: KeyRow }) {
  const t = useTranslations('keys')
  const href = `/${showId('team', key.teamId)}/keys/${subject.id}`
  return (
    <>
      <Link href={href} className="block truncate font-medium hover:underline">
        {key.name}
      </Link>
      <code className="block truncate font-mono text-muted-foreground">{key.display}</code>
      <span className="md:hidden">
        <KeyStatus status={key.state} />
      </span>
      <span className="block truncate text-xs text-muted-foreground">
        <KeyOwner of={key} />
      </span>
      {key.blockReason ? (
        <span
          className="block truncate text-xs text-destructive"
          title={key.blockReason === blockedByFailures ? undefined : key.blockReason}
        >
          {t('blockedFor', { reason: key.blockReason === blockedByFailures ? t('blockedByFailures') : key.blockReason })}
        </span>
      ) : null}
      {key.secretsEnded ? <span className="block text-xs text-warning">{t('secretsEnded')}</span> : null}
      {key.previousSecretUntil ? (
        <span className="block text-xs text-warning">
          {t.rich('oldWorksUntil', { when: () => <Time at={key.previousSecretUntil as Date} as="minute" /> })}
        </span>
      ) : null}
    </>
  )
}

function LastDay({ at, timeZone }: { at: Date; timeZone: string }) {
  const format = useFormatter()
  return (
    <time dateTime={at.toISOString()} title={at.toISOString()}>
      {format.dateTime(at, { year: 'numeric', month: 'short', day: 'numeric', timeZone })}
    </time>
  )
}

/** This month's spend; beside a budget, as its share of that. */
function MonthCell({ row: { use, budget }, alignTo }: { row: KeyRow; alignTo: number }) {
  const t = useTranslations('keys')
  return (
    <>
      <Money nanos={use.monthNanos} as="charge" alignTo={alignTo} />
      {budget ? (
        <span className="mt-0.5 flex flex-col items-end gap-1 text-xs text-muted-foreground">
          <span>{t.rich('ofBudget', { amount: () => <Money nanos={budget.amountNanos} as="charge" /> })}</span>
          <MeterBar share={Number(budget.usedNanos) / Number(budget.amountNanos)} className="w-24" />
        </span>
      ) : null}
    </>
  )
}
