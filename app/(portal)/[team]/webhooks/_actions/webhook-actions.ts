'use server'

import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { webhookEvents } from '#lib/portal/notices/notice'
import { createWebhook } from '#lib/portal/webhooks/create-webhook'
import { deleteWebhook } from '#lib/portal/webhooks/delete-webhook'
import { rotateWebhookSecret } from '#lib/portal/webhooks/rotate-webhook-secret'
import { testWebhook } from '#lib/portal/webhooks/test-webhook'
import { updateWebhook } from '#lib/portal/webhooks/update-webhook'
import type { TollgateError } from '#lib/shared/errors'
import { formAction } from '../../../../_auth/form-action'
import { idField } from '../../../../_auth/form-fields'

const oneWebhook = z.object({ webhook: idField('hook') })
const chosen = z.literal('on').optional()
const eventFields = Object.fromEntries(webhookEvents.map((event) => [event, chosen])) as Record<
  (typeof webhookEvents)[number],
  typeof chosen
>

const terms = { url: z.string().trim().min(1, 'required').max(2_000), ...eventFields }
const chosenOf = (given: z.infer<z.ZodObject<typeof eventFields>>) => webhookEvents.filter((event) => given[event] === 'on')

export const createWebhookAction = formAction(
  z.object({ team: idField('team'), ...terms }),
  async (actor, { team, url, ...given }) => {
    const { secret } = await createWebhook(actor, { teamId: team, url, events: chosenOf(given) })
    return { secret }
  },
  explainWebhook,
)

export const changeWebhookAction = formAction(
  oneWebhook.extend(terms),
  async (actor, { webhook, url, ...given }) => {
    await updateWebhook(actor, { webhookId: webhook, url, events: chosenOf(given) })
    return null
  },
  explainWebhook,
)

export const rotateWebhookAction = formAction(oneWebhook, async (actor, { webhook }) => {
  const { secret } = await rotateWebhookSecret(actor, webhook)
  return { secret }
})

export const switchWebhookAction = formAction(
  oneWebhook.extend({ enabled: z.enum(['yes', 'no']) }),
  async (actor, { webhook, enabled }) => {
    await updateWebhook(actor, { webhookId: webhook, enabled: enabled === 'yes' })
    return null
  },
)

export const testWebhookAction = formAction(oneWebhook, async (actor, { webhook }) => {
  const { status, error } = await testWebhook(actor, webhook)
  return { status, error }
})

export const deleteWebhookAction = formAction(oneWebhook, async (actor, { webhook }) => {
  await deleteWebhook(actor, webhook)
  return null
})

async function explainWebhook(error: TollgateError): Promise<Record<string, string> | null> {
  const t = await getTranslations('invalid')
  if (error.param === 'url') return { url: t('webAddress') }
  return error.param === 'events' ? { events: t('eventsNone') } : null
}
