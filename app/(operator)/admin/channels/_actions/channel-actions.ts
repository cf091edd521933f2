'use server'

import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { createChannel } from '#lib/portal/channels/create-channel'
import { deleteChannel } from '#lib/portal/channels/delete-channel'
import { testChannel } from '#lib/portal/channels/test-channel'
import { updateChannel } from '#lib/portal/channels/update-channel'
import type { TollgateError } from '#lib/shared/errors'
import { showId } from '#lib/shared/ids'
import type { ActionState } from '../../../../_auth/action-state'
import { formAction } from '../../../../_auth/form-action'
import {
  addCredentialsForm,
  configurationForm,
  credentialForm,
  modelsForm,
  newChannelForm,
  oneChannel,
  replaceCredentialForm,
  testForm,
} from './channel-form'

/** Answers the shown id of the new channel. */
export const createChannelAction = formAction(newChannelForm, async (actor, { base_url: baseUrl, drain: drainOnDisconnect, ...form }) => {
  const { id } = await createChannel(actor, { ...form, baseUrl, drainOnDisconnect })
  return showId('chan', id)
})

/** Stored credentials go to the address they were entered for alone, so a new one brings its own. */
export const updateChannelAction = formAction(
  configurationForm,
  async (actor, { channel: channelId, base_url: baseUrl, drain: drainOnDisconnect, credentials, ...form }) => {
    const replacing = credentials.length > 0 ? credentials : undefined
    await updateChannel(actor, { ...form, channelId, baseUrl, drainOnDisconnect, credentials: replacing })
    return null
  },
  explainAddress,
)

async function explainAddress(error: TollgateError): Promise<Record<string, string> | null> {
  if (error.param !== 'credentials') return null
  return { credentials: (await getTranslations('channels'))('credentialsForAddress') }
}

export const updateModelsAction = formAction(modelsForm, async (actor, { channel: channelId, models }) => {
  await updateChannel(actor, { channelId, models })
  return null
})

export const addCredentialsAction = formAction(addCredentialsForm, async (actor, { channel: channelId, credentials: addCredentials }) => {
  await updateChannel(actor, { channelId, addCredentials })
  return null
})

export const replaceCredentialAction = formAction(
  replaceCredentialForm,
  async (actor, { channel: channelId, credential, credentials: secret }) => {
    await updateChannel(actor, { channelId, removeCredentials: [credential], addCredentials: [secret] })
    return null
  },
)

export const removeCredentialAction = formAction(credentialForm, async (actor, { channel: channelId, credential }) => {
  await updateChannel(actor, { channelId, removeCredentials: [credential] })
  return null
})

export const enableChannelAction = formAction(oneChannel, async (actor, { channel }) => {
  await updateChannel(actor, { channelId: channel, enabled: true })
  return null
})

export const disableChannelAction = formAction(oneChannel, async (actor, { channel }) => {
  await updateChannel(actor, { channelId: channel, enabled: false })
  return null
})

const runDelete = formAction(oneChannel, async (actor, { channel }) => {
  await deleteChannel(actor, channel)
  return null
})

/** The page of a deleted channel is gone with it, so its reader is taken to the list. */
export async function deleteChannelAction(before: ActionState, form: FormData): Promise<ActionState> {
  const state = await runDelete(before, form)
  if (state.status === 'done') redirect('/admin/channels')
  return state
}

export const testChannelAction = formAction(testForm, async (actor, { channel, model }) =>
  testChannel(actor, { channelId: channel, model }),
)
