import { TriangleAlert } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'

/** What is left of the price after the cost; below zero it is marked as a loss. */
export function Margin({ margin }: { margin: number | null }) {
  const t = useTranslations('models')
  const format = useFormatter()
  if (margin === null) return <span title={t('marginUnknown')}>–</span>
  const text = Number.isFinite(margin) ? format.number(margin, { style: 'percent', maximumFractionDigits: 1 }) : t('loss')
  if (margin >= 0) return text
  return (
    <span className="inline-flex items-center gap-1 text-destructive" title={t('lossText')}>
      <TriangleAlert aria-hidden className="size-3.5" />
      {text}
    </span>
  )
}
