'use server'

import { z } from 'zod'
import type { UserActor } from '#lib/portal/acting/actor'
import { listPricedModels } from '#lib/portal/models/list-priced-models'
import type { Model } from '#lib/portal/models/model'
import { putModel } from '#lib/portal/models/put-model'
import { setMarkup } from '#lib/portal/models/set-markup'
import { applyPriceImport } from '#lib/portal/prices/import-prices'
import { setSellPrice } from '#lib/portal/prices/set-price'
import { formAction } from '../../../../_auth/form-action'
import { linesField, percentField } from '../../../../_auth/form-fields'
import { priceForm, pricesOf } from './price-form'
import { explainLoss, refuseLoss } from './refuse-loss'

/**
 * A new version for one price group; a form without any price changes the default group's markup alone. One below the
 * model's cost is set only when the form says so.
 */
export const setPriceAction = formAction(
  priceForm,
  async (actor, { name, group, markupPercent: markupPpm, belowCost, ...amounts }) => {
    const model = await findModel(actor, name, group)
    const values = pricesOf(amounts, model?.sellPrice ?? null)
    if (values && !belowCost) refuseLoss(values, model?.costPrice ?? null)
    if (group === 'default') await putModel(actor, { name, markupPpm, prices: values ?? undefined })
    else if (values) await setSellPrice(actor, { model: name, customerGroup: group, values })
    return null
  },
  explainLoss,
)

async function findModel(actor: UserActor, name: string, customerGroup: string): Promise<Model | undefined> {
  const models = await listPricedModels(actor, { search: name, customerGroup })
  return models.find((model) => model.name === name)
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

export const applyImportAction = formAction(
  z.object({ models: linesField, markupPercent: percentField.optional() }),
  async (actor, { models, markupPercent: markupPpm }) => {
    const { changes } = await applyPriceImport(actor, { models, markupPpm })
    return { applied: changes.length }
  },
)
