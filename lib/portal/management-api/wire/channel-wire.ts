import { z } from 'zod'
import { type Channel, providers } from '#lib/portal/channels/channel'
import type { ChannelTest } from '#lib/portal/channels/test-channel'
import { idIn, idOut, nameIn, timeOut } from '#lib/portal/management-api/wire/fields'
import { showId } from '#lib/shared/ids'

const provider = z.enum(providers)
const modelName = z.string().min(1).max(200)

export const channelIn = z
  .strictObject({
    name: nameIn,
    provider,
    base_url: z.string().max(2_000).describe('With its version path, as SDKs take it'),
    credentials: z
      .array(z.string().min(1).max(4_096))
      .max(100)
      .describe('Stored sealed and never answered; given again, they replace the ones before'),
    models: z.array(z.strictObject({ model: modelName, upstream_model: modelName.nullable().optional() })).max(1_000),
    priority: z.number().int().optional().describe('Higher is tried first; 0 when left out'),
    weight: z.number().int().optional().describe('Share within a priority; 1 when left out'),
    enabled: z.boolean().optional(),
    drain_on_disconnect: z
      .boolean()
      .optional()
      .describe('The vendor charges a cancelled answer whole: read on for its usage, at most 10 s and one cent; false when left out'),
  })
  .meta({ id: 'ChannelInput' })

export const channelPatchIn = channelIn
  .partial()
  .extend({
    base_url: channelIn.shape.base_url
      .optional()
      .describe('With its version path, as SDKs take it; another address needs credentials beside it, as stored ones are never sent there'),
    add_credentials: channelIn.shape.credentials.optional().describe('Join those there are; not beside credentials'),
    remove_credentials: z.array(idIn('cred')).max(100).optional().describe('Ids of credentials to erase; not beside credentials'),
  })
  .meta({ id: 'ChannelPatch' })

export const channelOut = z
  .object({
    id: idOut('chan'),
    name: z.string(),
    provider,
    base_url: z.string(),
    credentials: z.array(
      z.object({
        id: idOut('cred'),
        fingerprint: z.string(),
        last_characters: z.string().describe('The last four; empty for a short credential'),
        created_at: timeOut,
      }),
    ),
    models: z.array(z.object({ model: z.string(), upstream_model: z.string().nullable() })),
    priority: z.number().int(),
    weight: z.number().int(),
    enabled: z.boolean(),
    drain_on_disconnect: z.boolean(),
    created_at: timeOut,
  })
  .meta({ id: 'Channel' })

export const channelTestOut = z
  .object({
    ok: z.boolean(),
    model: z.string(),
    status: z.number().int().nullable().describe("The upstream's HTTP status; null when it could not be reached"),
    latency_ms: z.number().int(),
    text: z.string().nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'ChannelTest' })

export function channelInput(body: z.infer<typeof channelPatchIn>) {
  return {
    name: body.name,
    provider: body.provider,
    baseUrl: body.base_url,
    credentials: body.credentials,
    models: body.models?.map((served) => ({ model: served.model, upstreamModel: served.upstream_model })),
    priority: body.priority,
    weight: body.weight,
    enabled: body.enabled,
    drainOnDisconnect: body.drain_on_disconnect,
    addCredentials: body.add_credentials,
    removeCredentials: body.remove_credentials,
  }
}

export function showChannel(channel: Channel): z.infer<typeof channelOut> {
  return {
    id: showId('chan', channel.id),
    name: channel.name,
    provider: channel.provider,
    base_url: channel.baseUrl,
    credentials: channel.credentials.map((credential) => ({
      id: showId('cred', credential.id),
      fingerprint: credential.fingerprint,
      last_characters: credential.lastCharacters,
      created_at: credential.createdAt.toISOString(),
    })),
    models: channel.models.map((served) => ({ model: served.model, upstream_model: served.upstreamModel })),
    priority: channel.priority,
    weight: channel.weight,
    enabled: channel.enabled,
    drain_on_disconnect: channel.drainOnDisconnect,
    created_at: channel.createdAt.toISOString(),
  }
}

export function showChannelTest(test: ChannelTest): z.infer<typeof channelTestOut> {
  return { ok: test.ok, model: test.model, status: test.status, latency_ms: test.latencyMs, text: test.text, error: test.error }
}
