import { formatUsd } from '#lib/shared/money'
import { chargeDecimals, formatBalance, formatCharge, groupSpace } from '../../i18n/format-money'
import { cn } from './cn'

interface MoneyProps {
  nanos: bigint
  /** `balance` to the cent, and exact under ten dollars, where a cent counts; `total` to the cent; `charge` exact to the nanodollar. */
  as: 'balance' | 'charge' | 'total'
  /** Decimals of the widest amount in the column, so that points stand under each other. */
  alignTo?: number
  className?: string
}

/** An amount in US dollars; the exact nine decimals are in its title. Negative: parentheses, and red. */
export function Money({ nanos, as, alignTo = 0, className }: MoneyProps) {
  const { negative, text } = as === 'charge' || (as === 'balance' && isSmall(nanos)) ? formatCharge(nanos) : formatBalance(nanos)
  return (
    <data
      value={formatUsd(nanos)}
      title={`${formatUsd(nanos)} USD`}
      className={cn('whitespace-nowrap tabular-nums', negative && 'text-destructive', className)}
    >
      {negative ? `(${text})` : text}
      <Padding decimals={chargeDecimals(nanos)} alignTo={alignTo} />
    </data>
  )
}

/** The exact amount as text, for where no element can stand: a chart's points. */
export function chargeText(nanos: bigint): string {
  const { negative, text } = formatCharge(nanos)
  return negative ? `(${text})` : text
}

const smallNanos = 10_000_000_000n

function isSmall(nanos: bigint): boolean {
  return nanos > -smallNanos && nanos < smallNanos
}

/** Whether a balance shows less than there is, so that the exact amount belongs beside it. */
export function balanceIsRounded(nanos: bigint): boolean {
  return !isSmall(nanos) && chargeDecimals(nanos) > 2
}

const centNanos = 10_000_000n

/** The same of a `total`, which stops at the cent unless it is under one. */
export function totalIsRounded(nanos: bigint): boolean {
  return (nanos >= centNanos || nanos <= -centNanos) && nanos % centNanos !== 0n
}

/** Unseen digits as wide as those the longest amount of the column shows. */
function Padding({ decimals, alignTo }: { decimals: number; alignTo: number }) {
  if (alignTo <= decimals) return null
  const zeros = Array.from({ length: alignTo - decimals }, (_, index) => ((decimals + index) % 3 === 0 ? `${groupSpace}0` : '0')).join('')
  return (
    <span aria-hidden className="invisible">
      {zeros}
    </span>
  )
}

/** The `alignTo` of a column of charges. */
export function widestCharge(amounts: readonly bigint[]): number {
  return amounts.reduce((widest, nanos) => Math.max(widest, chargeDecimals(nanos)), 0)
}
