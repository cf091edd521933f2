import { useTranslations } from 'next-intl'
import { Card } from '#ui/card'
import { balanceIsRounded, Money } from '#ui/money'

export interface Balance {
  creditNanos: bigint
  heldNanos: bigint
  availableNanos: bigint
}

/** What the team can still spend, and what requests under way have taken out of its credit for now. */
export function BalanceCard({ balance }: { balance: Balance }) {
  const t = useTranslations('balance')
  return (
    <Card className="flex flex-wrap items-baseline gap-x-12 gap-y-4 px-5 py-4 max-md:px-4">
      <div>
        <h2 className="text-sm text-muted-foreground">{t('available')}</h2>
        <p data-testid="available" className="mt-1 flex items-baseline gap-2 text-2xl font-semibold">
          <Money nanos={balance.availableNanos} as="balance" />
          <span className="text-sm font-normal text-muted-foreground">USD</span>
        </p>
        <Exact nanos={balance.availableNanos} />
      </div>
      <dl className="flex gap-x-12 gap-y-2">
        <Part name={t('credit')} nanos={balance.creditNanos} />
        <Part name={t('held')} nanos={balance.heldNanos} note={t('heldNote')} />
      </dl>
    </Card>
  )
}

/** Every digit, in small type, beneath a figure that stops at the cent. */
function Exact({ nanos, as: Line = 'p' }: { nanos: bigint; as?: 'p' | 'dd' }) {
  if (!balanceIsRounded(nanos)) return null
  return (
    <Line className="text-sm text-muted-foreground">
      <Money nanos={nanos} as="charge" />
    </Line>
  )
}

function Part({ name, nanos, note }: { name: string; nanos: bigint; note?: string }) {
  return (
    <div title={note}>
      <dt className="text-sm text-muted-foreground">{name}</dt>
      <dd className="mt-1 text-lg leading-9 font-medium">
        <Money nanos={nanos} as="balance" />
      </dd>
      <Exact nanos={nanos} as="dd" />
    </div>
  )
}
