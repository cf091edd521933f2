import 'server-only'
import { getTranslations } from 'next-intl/server'
import { findLosses, type Loss } from '#lib/portal/prices/find-losses'
import type { PriceValues } from '#lib/portal/prices/price'
import { TollgateError } from '#lib/shared/errors'
import { formatCharge } from '../../../../../i18n/format-money'

class SoldAtLoss extends TollgateError {
  readonly losses: readonly Loss[]

  constructor(losses: readonly Loss[]) {
    super('conflict', { param: 'belowCost' })
    this.losses = losses
  }
}

/** @throws TollgateError `conflict` when the price lies below the cost; who still wants it says so in the form */
export function refuseLoss(values: PriceValues, cost: PriceValues | null): void {
  const losses = cost ? findLosses(values, cost) : []
  if (losses.length > 0) throw new SoldAtLoss(losses)
}

/** The refusal in words: what is sold for how much, and what it costs. */
export async function explainLoss(error: TollgateError): Promise<Record<string, string> | null> {
  if (!(error instanceof SoldAtLoss)) return null
  const t = await getTranslations()
  const parts = error.losses.map(({ field, sell, cost }) =>
    t('models.lossPart', { field: t(`priceField.${field}`), sell: formatCharge(sell).text, cost: formatCharge(cost).text }),
  )
  return { belowCost: t('models.belowCost', { parts: parts.join(t('models.lossJoin')) }) }
}
