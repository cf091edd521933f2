'use client'

import { CircleAlert, Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '#ui/button'
import { InputField } from '#ui/field'
import { SecretDialog } from '#ui/secret-dialog'
import { SecretPanel } from '#ui/secret-panel'
import { entered, fieldError } from '../../../../_auth/action-state'
import { SecretForm } from '../../keys/_components/secret-form'
import { createWebhookAction } from '../_actions/webhook-actions'

type Event = 'budget.threshold' | 'budget.exhausted' | 'key.blocked'
type EventWord = 'budget_threshold' | 'budget_exhausted' | 'key_blocked'

export function CreateWebhook({ team, events }: { team: string; events: readonly Event[] }) {
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
          fields={(state) => (
            <>
              <InputField
                id="webhook-url"
                name="url"
                type="url"
                placeholder="https://"
                autoComplete="off"
                label={t('url')}
                hint={t('urlHint')}
                defaultValue={entered(state, 'url')}
                error={fieldError(state, 'url')}
              />
              <fieldset className="flex flex-col gap-2">
                <legend className="mb-1.5 text-sm font-medium">{t('events')}</legend>
                {events.map((event) => (
                  <label key={event} className="flex items-center gap-2 text-sm max-md:min-h-9">
                    <input
                      type="checkbox"
                      name={event}
                      defaultChecked={state.status !== 'refused' || entered(state, event) === 'on'}
                      className="size-4 accent-primary-solid"
                    />
                    {t(`kinds.${event.replace('.', '_') as EventWord}`)}
                  </label>
                ))}
                {fieldError(state, 'events') ? (
                  <p className="flex items-start gap-1.5 text-sm text-destructive">
                    <CircleAlert aria-hidden className="h-[1lh] w-4 shrink-0" />
                    {fieldError(state, 'events')}
                  </p>
                ) : null}
              </fieldset>
            </>
          )}
          shown={(secret) => <SecretPanel secret={secret} env={{ TOLLGATE_WEBHOOK_SECRET: secret }} fileName="tollgate-webhook.env" />}
        />
      </SecretDialog>
    </>
  )
}
