'use server'

import { z } from 'zod'
import type { UserActor } from '#lib/portal/acting/actor'
import { getModel } from '#lib/portal/models/get-model'
import { putModel } from '#lib/portal/models/put-model'
import { applyPriceImport, planPriceImport } from '#lib/portal/prices/import-prices'
import { noRates, type Price, type PriceValues } from '#lib/portal/prices/price'
import { TollgateError } from '#lib/shared/errors'
import { formAction } from '../../../_auth/form-action'
import { linesField, optionalUsdField, percentField, usdField } from '../../../_auth/form-fields'

const priceForm = z.object({
  name: z.string().trim().min(1, 'required').max(200, 'value'),
  input: usdField('price'),
  output: usdField('price'),
  cacheRead: optionalUsdField('price'),
  request: optionalUsdField('price'),
  markupPercent: percentField,
})

/** Sets what the form shows of a price; classes and tiers that it does not show stay as they are. */
export const setPriceAction = formAction(priceForm, async (actor, form) => {
  const current = await currentPrice(actor, form.name)
  const prices: PriceValues = {
    rates: { ...noRates, ...current?.rates, input: form.input, output: form.output, cacheRead: form.cacheRead },
    requestNanos: form.request,
    tiers: current?.tiers ?? [],
  }
  await putModel(actor, { name: form.name, markupPpm: form.markupPercent, prices })
  return null
})

async function currentPrice(actor: UserActor, name: string): Promise<Price | null> {
  try {
    return (await getModel(actor, name)).sellPrice
  } catch (thrown) {
    if (thrown instanceof TollgateError && thrown.code === 'not_found') return null
    throw thrown
  }
}

/** What an import of list prices would change; nothing is changed yet. */
export const planImportAction = formAction(z.object({}), async (actor) => {
  const { changes, unknown } = await planPriceImport(actor)
  return { changes: changes.map(({ model, setByHand, differences }) => ({ model, setByHand, differences })), unknown }
})

export const applyImportAction = formAction(z.object({ models: linesField }), async (actor, { models }) => {
  const { changes } = await applyPriceImport(actor, { models })
  return { applied: changes.length }
})
