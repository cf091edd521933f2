import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { Pace } from '#lib/portal/overview/team-overview'
import { Card } from '#ui/card'
import { balanceIsRounded, Money } from '#ui/money'

export interface Balance {
  creditNanos: bigint
  heldNanos: bigint
  availableNanos: bigint
}

interface BalanceCardProps {
  balance: Balance
  pace?: Pace | null
  /** Where the reader finds what moved it, if they may. */
  historyHref?: string | null
}

/** What the team can still spend and for how long, and what requests under way have taken out of its credit for now. */
export function BalanceCard({ balance, pace, historyHref }: BalanceCardProps) {
  const t = useTranslations('balance')
  return (
    <Card className="flex flex-wrap items-start gap-x-12 gap-y-4 px-5 py-4 max-md:px-4">
      <div className="min-w-0 flex-1 max-md:basis-full">
        <h2 className="text-sm text-muted-foreground">{t('available')}</h2>
        <p data-testid="available" className="mt-1 flex items-baseline gap-2 text-2xl font-semibold">
          <Money nanos={balance.availableNanos} as="balance" />
          <span className="text-sm font-normal text-muted-foreground">USD</span>
        </p>
        <Exact nanos={balance.availableNanos} />
        {pace ? <PaceLine pace={pace} /> : null}
        {historyHref ? (
          <p className="mt-1">
            <Link href={historyHref} className="rounded-sm text-sm font-medium text-primary-text hover:underline">
              {t('history')}
            </Link>
          </p>
        ) : null}
      </div>
      <dl className="flex gap-x-12 gap-y-2">
        <Part name={t('credit')} nanos={balance.creditNanos} />
        <Part name={t('held')} nanos={balance.heldNanos} note={t('heldNote')} />
      </dl>
    </Card>
  )
}

const longDays = 365

function PaceLine({ pace: { days, nanosPerDay, daysLeft } }: { pace: Pace }) {
  const t = useTranslations('balance')
  const amount = () => <Money nanos={nanosPerDay} as="total" />
  return (
    <p className="mt-1 text-muted-foreground">
      {days === 0
        ? t('paceEarly')
        : daysLeft === null
          ? t('paceNone', { days })
          : daysLeft < 1
            ? t.rich('paceSoon', { amount, days })
            : daysLeft > longDays
              ? t.rich('paceLong', { amount, days })
              : t.rich('paceDays', { amount, days, count: Math.floor(daysLeft) })}
    </p>
  )
}

/** Every digit, in small type, beneath a figure that stops at the cent. */
function Exact({ nanos }: { nanos: bigint }) {
  if (!balanceIsRounded(nanos)) return null
  return (
    <p className="text-sm text-muted-foreground">
      <Money nanos={nanos} as="charge" />
    </p>
  )
}

function Part({ name, nanos, note }: { name: string; nanos: bigint; note?: string }) {
  return (
    <div title={note}>
      <dt className="text-sm text-muted-foreground">{name}</dt>
      <dd className="mt-1 text-lg leading-9 font-medium">
        <Money nanos={nanos} as="balance" />
      </dd>
    </div>
  )
}
