import { z } from 'zod'
import { createChannel } from '#lib/portal/channels/create-channel'
import { deleteChannel } from '#lib/portal/channels/delete-channel'
import { getChannel } from '#lib/portal/channels/get-channel'
import { listChannels } from '#lib/portal/channels/list-channels'
import { testChannel } from '#lib/portal/channels/test-channel'
import { updateChannel } from '#lib/portal/channels/update-channel'
import { defineRoute } from '#lib/portal/management-api/define-route'
import { channelParams, nothing } from '#lib/portal/management-api/routes/parts'
import {
  channelIn,
  channelInput,
  channelOut,
  channelPatchIn,
  channelTestOut,
  showChannel,
  showChannelTest,
} from '#lib/portal/management-api/wire/channel-wire'
import { pageOut, pageQuery, showPage } from '#lib/portal/management-api/wire/fields'

const tag = 'Channels'

export const channelRoutes = [
  defineRoute({
    method: 'POST',
    path: '/channels',
    scope: 'operator',
    tag,
    operationId: 'createChannel',
    summary: 'Make a channel. Models the catalogue lacks are added to it, unpriced and so not sold.',
    params: nothing,
    query: nothing,
    body: channelIn,
    answer: channelOut,
    statuses: [201],
    handle: async ({ actor, body, transaction }) => {
      const input = {
        ...channelInput(body),
        name: body.name,
        provider: body.provider,
        baseUrl: body.base_url,
        credentials: body.credentials,
      }
      const models = body.models.map((served) => ({ model: served.model, upstreamModel: served.upstream_model }))
      return { status: 201, body: showChannel(await createChannel(actor, { ...input, models }, transaction)) }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/channels',
    scope: 'operator',
    tag,
    operationId: 'listChannels',
    summary: 'Channels, newest first.',
    params: nothing,
    query: z.strictObject(pageQuery),
    body: null,
    answer: pageOut(channelOut),
    statuses: [200],
    handle: async ({ actor, query }) => ({ status: 200, body: showPage(await listChannels(actor, query), showChannel) }),
  }),
  defineRoute({
    method: 'GET',
    path: '/channels/{channel_id}',
    scope: 'operator',
    tag,
    operationId: 'getChannel',
    summary: 'One channel.',
    params: channelParams,
    query: nothing,
    body: null,
    answer: channelOut,
    statuses: [200],
    handle: async ({ actor, params }) => ({ status: 200, body: showChannel(await getChannel(actor, params.channel_id)) }),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/channels/{channel_id}',
    scope: 'operator',
    tag,
    operationId: 'updateChannel',
    summary: 'Change a channel. Credentials and models, when given, replace all there were.',
    params: channelParams,
    query: nothing,
    body: channelPatchIn,
    answer: channelOut,
    statuses: [200],
    handle: async ({ actor, params, body }) => ({
      status: 200,
      body: showChannel(await updateChannel(actor, { channelId: params.channel_id, ...channelInput(body) })),
    }),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/channels/{channel_id}',
    scope: 'operator',
    tag,
    operationId: 'deleteChannel',
    summary: 'Take a channel out of service for good; its credentials are removed.',
    params: channelParams,
    query: nothing,
    body: null,
    answer: null,
    statuses: [204],
    handle: async ({ actor, params }) => {
      await deleteChannel(actor, params.channel_id)
      return { status: 204 }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/channels/{channel_id}/test',
    scope: 'operator',
    tag,
    operationId: 'testChannel',
    summary: "Ask the channel's upstream one small question.",
    params: channelParams,
    query: nothing,
    body: z.strictObject({ model: z.string().max(200).optional().describe("One of the channel's models; the first when left out") }),
    answer: channelTestOut,
    statuses: [200],
    slow: true,
    handle: async ({ actor, params, body }) => ({
      status: 200,
      body: showChannelTest(await testChannel(actor, { channelId: params.channel_id, model: body.model })),
    }),
  }),
]
