'use server'

import { z } from 'zod'
import type { UserActor } from '#lib/portal/acting/actor'
import { listPricedModels } from '#lib/portal/models/list-priced-models'
import { putModel } from '#lib/portal/models/put-model'
import { setMarkup } from '#lib/portal/models/set-markup'
import { applyPriceImport } from '#lib/portal/prices/import-prices'
import type { Price } from '#lib/portal/prices/price'
import { setSellPrice } from '#lib/portal/prices/set-price'
import { formAction } from '../../../../_auth/form-action'
import { linesField, percentField } from '../../../../_auth/form-fields'
import { priceForm, pricesOf } from './price-form'

/** A new version for one price group; a form without any price changes the default group's markup alone. */
export const setPriceAction = formAction(priceForm, async (actor, { name, group, markupPercent: markupPpm, ...amounts }) => {
  const values = pricesOf(amounts, await currentPrice(actor, name, group))
  if (group === 'default') await putModel(actor, { name, markupPpm, prices: values ?? undefined })
  else if (values) await setSellPrice(actor, { model: name, customerGroup: group, values })
  return null
})

async function currentPrice(actor: UserActor, name: string, customerGroup: string): Promise<Price | null> {
  const models = await listPricedModels(actor, { search: name, customerGroup })
  return models.find((model) => model.name === name)?.sellPrice ?? null
}

export const withdrawPriceAction = formAction(
  z.object({ name: z.string().min(1), group: z.string().min(1) }),
  async (actor, { name, group: customerGroup }) => {
    await setSellPrice(actor, { model: name, customerGroup, values: null })
    return null
  },
)

export const setMarkupAction = formAction(
  z.object({ models: linesField.refine((lines) => lines.length > 0, 'models'), markupPercent: percentField }),
  async (actor, { models, markupPercent: markupPpm }) => ({ changed: await setMarkup(actor, { models, markupPpm }) }),
)

export const applyImportAction = formAction(z.object({ models: linesField }), async (actor, { models }) => {
  const { changes } = await applyPriceImport(actor, { models })
  return { applied: changes.length }
})
