'use server'

import { z } from 'zod'
import type { UserActor } from '#lib/portal/acting/actor'
import { getModel } from '#lib/portal/models/get-model'
import { putModel } from '#lib/portal/models/put-model'
import { applyPriceImport, planPriceImport } from '#lib/portal/prices/import-prices'
import type { Price } from '#lib/portal/prices/price'
import { TollgateError } from '#lib/shared/errors'
import { formAction } from '../../../_auth/form-action'
import { linesField } from '../../../_auth/form-fields'
import { priceForm, pricesOf } from './price-form'

/** A form without any price changes the markup alone. */
export const setPriceAction = formAction(priceForm, async (actor, { name, markupPercent: markupPpm, ...amounts }) => {
  const prices = pricesOf(amounts, await currentPrice(actor, name)) ?? undefined
  await putModel(actor, { name, markupPpm, prices })
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
