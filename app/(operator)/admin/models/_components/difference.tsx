import { ArrowRight } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import type { PriceDifference } from '#lib/portal/prices/compare-prices'
import { type PriceTier, rateColumns, rateNames } from '#lib/portal/prices/price'
import { Money } from '#ui/money'

/** One field that an import changes: old, new, and by how much. */
export function Difference({ difference }: { difference: PriceDifference }) {
  const t = useTranslations()
  const format = useFormatter()
  const key = `priceField.${difference.field}` as Parameters<typeof t>[0]
  const growth = growthOf(difference)
  return (
    <span className="flex items-center justify-between gap-3 max-md:flex-wrap max-md:gap-y-0">
      <span>
        {t(`priceKind.${difference.kind}`)} {t(key)}
      </span>
      <span className="flex items-center gap-1.5">
        <Amount value={difference.old} />
        <ArrowRight aria-hidden className="size-3.5" />
        <span className="text-foreground">
          <Amount value={difference.new} />
        </span>
        <span className="text-xs whitespace-nowrap">{t(difference.field === 'request' ? 'models.usd' : 'models.usdPerMillion')}</span>
        <span className="w-16 text-right tabular-nums max-md:w-auto max-md:empty:hidden">
          {growth === null ? null : format.number(growth, { style: 'percent', maximumFractionDigits: 1, signDisplay: 'always' })}
        </span>
      </span>
    </span>
  )
}

/** Rates for long inputs are several amounts at once: those of before and those to come stand under each other. */
export function TierDifference({ difference }: { difference: PriceDifference }) {
  const t = useTranslations()
  if (!difference.tiers) return null
  return (
    <div className="md:col-span-2">
      <p>
        {t(`priceKind.${difference.kind}`)} {t('priceField.tiers')}
      </p>
      <dl className="ml-4 grid grid-cols-[auto_1fr] gap-x-3">
        <dt>{t('models.before')}</dt>
        <dd>
          <Tiers tiers={difference.tiers.old} />
        </dd>
        <dt>{t('models.after')}</dt>
        <dd className="text-foreground">
          <Tiers tiers={difference.tiers.new} />
        </dd>
      </dl>
    </div>
  )
}

function Tiers({ tiers }: { tiers: readonly PriceTier[] }) {
  const t = useTranslations()
  if (tiers.length === 0) return t('models.nothing')
  return (
    <ul>
      {tiers.map(({ aboveInputTokens, rates }) => (
        <li key={aboveInputTokens} className="flex flex-wrap gap-x-3">
          <span>{t('models.aboveInput', { count: aboveInputTokens })}</span>
          {rateNames.map((name) =>
            rates[name] === null ? null : (
              <span key={name} className="whitespace-nowrap">
                {t(`priceField.${rateColumns[name]}`)} <Money nanos={rates[name]} as="charge" />
              </span>
            ),
          )}
          <span className="text-xs leading-[inherit]">{t('models.usdPerMillion')}</span>
        </li>
      ))}
    </ul>
  )
}

function growthOf({ old, new: next }: PriceDifference): number | null {
  return typeof old === 'bigint' && typeof next === 'bigint' && old > 0n ? Number(next) / Number(old) - 1 : null
}

function Amount({ value }: { value: PriceDifference['old'] }) {
  const t = useTranslations('models')
  return typeof value === 'bigint' ? <Money nanos={value} as="charge" /> : t('nothing')
}
