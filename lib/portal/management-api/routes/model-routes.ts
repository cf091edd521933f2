import { z } from 'zod'
import { defineRoute } from '#lib/portal/management-api/define-route'
import { modelParams, nothing } from '#lib/portal/management-api/routes/parts'
import { idIn, pageOut, pageQuery, showPage } from '#lib/portal/management-api/wire/fields'
import { modelIn, modelInput, modelOut, showModel } from '#lib/portal/management-api/wire/model-wire'
import { pricesIn, pricesInput, priceVersionOut, showPriceVersion } from '#lib/portal/management-api/wire/price-wire'
import { getModel } from '#lib/portal/models/get-model'
import { listModels } from '#lib/portal/models/list-models'
import { putModel } from '#lib/portal/models/put-model'
import { listPrices } from '#lib/portal/prices/list-prices'
import { setPrice } from '#lib/portal/prices/set-price'

const tag = 'Models and prices'
const kind = z.enum(['sell', 'cost'])

export const modelRoutes = [
  defineRoute({
    method: 'GET',
    path: '/models',
    scope: 'team',
    tag,
    operationId: 'listModels',
    summary: "The catalogue by name; to a team's own key, what it may buy and at which price.",
    params: nothing,
    query: z.strictObject({ ...pageQuery, search: z.string().max(200).optional() }),
    body: null,
    answer: pageOut(modelOut),
    statuses: [200],
    handle: async ({ actor, query }) => ({
      status: 200,
      body: showPage(await listModels(actor, query), (model) => showModel(model, actor.teamId === null)),
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/models/{model}',
    scope: 'team',
    tag,
    operationId: 'getModel',
    summary: 'One model. A slash in its name is written %2F.',
    params: modelParams,
    query: nothing,
    body: null,
    answer: modelOut,
    statuses: [200],
    handle: async ({ actor, params }) => ({ status: 200, body: showModel(await getModel(actor, params.model), actor.teamId === null) }),
  }),
  defineRoute({
    method: 'PUT',
    path: '/models/{model}',
    scope: 'operator',
    tag,
    operationId: 'putModel',
    summary: 'Make a model or change it; what is left out stays as it is. It is sold once it has a price.',
    params: modelParams,
    query: nothing,
    body: modelIn,
    answer: modelOut,
    statuses: [200, 201],
    handle: async ({ actor, params, body, transaction }) => {
      const { model, created } = await putModel(actor, modelInput(params.model, body), transaction)
      return { status: created ? 201 : 200, body: showModel(model, true) }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/models/{model}/prices',
    scope: 'operator',
    tag,
    operationId: 'listPrices',
    summary: "Every version of a model's prices, newest first.",
    params: modelParams,
    query: z.strictObject({ ...pageQuery, kind: kind.optional() }),
    body: null,
    answer: pageOut(priceVersionOut),
    statuses: [200],
    handle: async ({ actor, params, query }) => ({
      status: 200,
      body: showPage(await listPrices(actor, { ...query, model: params.model }), showPriceVersion),
    }),
  }),
  defineRoute({
    method: 'POST',
    path: '/models/{model}/prices',
    scope: 'operator',
    tag,
    operationId: 'setPrice',
    summary: 'Set or withdraw a price; requests admitted from now on take it. 200 when nothing differs.',
    params: modelParams,
    query: nothing,
    body: z.strictObject({
      kind,
      customer_group: z.string().max(40).optional().describe('Of a sell price; default when left out'),
      channel_id: idIn('chan').nullable().optional().describe('Of a cost price; left out, it holds for every channel without its own'),
      prices: pricesIn.nullable().describe('Null withdraws the price'),
    }),
    answer: priceVersionOut,
    statuses: [201, 200],
    handle: async ({ actor, params, body, transaction }) => {
      const slot = { kind: body.kind, model: params.model, customerGroup: body.customer_group, channelId: body.channel_id }
      const { version, changed } = await setPrice(actor, { ...slot, values: body.prices && pricesInput(body.prices) }, transaction)
      return { status: changed ? 201 : 200, body: showPriceVersion(version) }
    },
  }),
]
