import { CircleAlert, CircleCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Model } from '#lib/portal/models/model'
import { Badge } from '#ui/badge'

export type ModelStateName = 'sold' | 'unpriced' | 'unserved'

export function modelState(model: Pick<Model, 'sellPrice' | 'served'>): ModelStateName {
  if (!model.sellPrice) return 'unpriced'
  return model.served ? 'sold' : 'unserved'
}

export function ModelState({ state }: { state: ModelStateName }) {
  const t = useTranslations('models')
  return (
    <span title={state === 'unserved' ? t('unservedText') : undefined}>
      <Badge tone={state === 'sold' ? 'success' : 'warning'} icon={state === 'sold' ? CircleCheck : CircleAlert}>
        {t(state)}
      </Badge>
    </span>
  )
}
