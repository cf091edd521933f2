'use server'

import { z } from 'zod'
import { providers } from '#lib/portal/channels/channel'
import { createChannel } from '#lib/portal/channels/create-channel'
import { deleteChannel } from '#lib/portal/channels/delete-channel'
import { testChannel } from '#lib/portal/channels/test-channel'
import { updateChannel } from '#lib/portal/channels/update-channel'
import { formAction } from '../../../_auth/form-action'
import { idField, integerField, linesField, nameField } from '../../../_auth/form-fields'

const channelForm = z.object({
  name: nameField,
  provider: z.enum(providers),
  base_url: z
    .string()
    .trim()
    .pipe(z.url({ protocol: /^https?$/, error: 'url' })),
  credentials: linesField,
  models: linesField.refine((lines) => lines.length > 0, 'models'),
  priority: integerField,
  weight: integerField,
})

export const createChannelAction = formAction(channelForm, async (actor, { base_url: baseUrl, models, ...form }) => {
  await createChannel(actor, { ...form, baseUrl, models: models.map(readModelLine) })
  return null
})

/** Empty credentials stay as they are: what is stored cannot be shown to be sent again. */
export const updateChannelAction = formAction(
  channelForm.extend({ channel: idField('chan') }),
  async (actor, { channel: channelId, base_url: baseUrl, models, credentials, ...form }) => {
    await updateChannel(actor, {
      ...form,
      channelId,
      baseUrl,
      models: models.map(readModelLine),
      credentials: credentials.length > 0 ? credentials : undefined,
    })
    return null
  },
)

/** `model`, or `model = what the upstream calls it`. */
function readModelLine(line: string): { model: string; upstreamModel: string | null } {
  const [model = '', upstreamModel] = line.split('=').map((part) => part.trim())
  return { model, upstreamModel: upstreamModel || null }
}

const oneChannel = z.object({ channel: idField('chan') })

export const enableChannelAction = formAction(oneChannel, async (actor, { channel }) => {
  await updateChannel(actor, { channelId: channel, enabled: true })
  return null
})

export const disableChannelAction = formAction(oneChannel, async (actor, { channel }) => {
  await updateChannel(actor, { channelId: channel, enabled: false })
  return null
})

export const deleteChannelAction = formAction(oneChannel, async (actor, { channel }) => {
  await deleteChannel(actor, channel)
  return null
})

export const testChannelAction = formAction(
  oneChannel.extend({ model: z.string().min(1, 'required') }),
  async (actor, { channel, model }) => testChannel(actor, { channelId: channel, model }),
)
