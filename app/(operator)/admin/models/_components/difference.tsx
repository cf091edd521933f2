import { ArrowRight } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import type { PriceDifference } from '#lib/portal/prices/compare-prices'
import { Money } from '#ui/money'

/** One field that an import changes: old, new, and by how much. */
export function Difference({ difference }: { difference: PriceDifference }) {
  const t = useTranslations()
  const format = useFormatter()
  const key = `priceField.${difference.field}` as Parameters<typeof t>[0]
  const growth = growthOf(difference)
  return (
    <span className="flex items-center justify-between gap-3">
      <span>
        {t(`priceKind.${difference.kind}`)} {t(key)}
      </span>
      <span className="flex items-center gap-1.5">
        <Amount value={difference.old} />
        <ArrowRight aria-hidden className="size-3.5" />
        <span className="text-foreground">
          <Amount value={difference.new} />
        </span>
        <span className="w-16 text-right max-md:empty:hidden tabular-nums">
          {growth === null ? null : format.number(growth, { style: 'percent', maximumFractionDigits: 1, signDisplay: 'always' })}
        </span>
      </span>
    </span>
  )
}

function growthOf({ old, new: next }: PriceDifference): number | null {
  return typeof old === 'bigint' && typeof next === 'bigint' && old > 0n ? Number(next) / Number(old) - 1 : null
}

/** Tiers are a text of their own, too long for a line: they are only told to have changed. */
function Amount({ value }: { value: PriceDifference['old'] }) {
  const t = useTranslations()
  if (value === null) return t('models.nothing')
  return typeof value === 'bigint' ? <Money nanos={value} as="charge" /> : t('priceField.changed')
}
