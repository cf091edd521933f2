'use client'

import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '#ui/button'
import { SecretDialog } from '#ui/secret-dialog'
import { SecretForm } from '../../keys/_components/secret-form'
import { createWebhookAction } from '../_actions/webhook-actions'
import { type WebhookEvent, WebhookFields } from './webhook-fields'
import { WebhookSecret } from './webhook-secret'

interface CreateWebhookProps {
  team: string
  events: readonly WebhookEvent[]
  takesPrivate: boolean
}

export function CreateWebhook({ team, events, takesPrivate }: CreateWebhookProps) {
  const t = useTranslations('webhooks')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        {t('create')}
      </Button>
      <SecretDialog open={open} onOpenChange={setOpen} title={t('create')} text={t('createText')}>
        <SecretForm
          action={createWebhookAction}
          hidden={{ team }}
          submit={t('create')}
          fields={(state) => <WebhookFields state={state} events={events} takesPrivate={takesPrivate} />}
          shown={(secret) => <WebhookSecret secret={secret} />}
        />
      </SecretDialog>
    </>
  )
}
