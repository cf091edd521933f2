'use client'

import { useTranslations } from 'next-intl'
import { Button } from '#ui/button'
import { Dialog, DialogActs, DialogClose, DialogContent } from '#ui/dialog'
import { FormRefusal } from '#ui/form-refusal'
import { SecretDialog } from '#ui/secret-dialog'
import { SubmitButton } from '#ui/submit-button'
import { useDone } from '#ui/use-done'
import { useKeptForm } from '#ui/use-kept-form'
import { SecretForm } from '../../keys/_components/secret-form'
import { changeWebhookAction, rotateWebhookAction } from '../_actions/webhook-actions'
import { type WebhookEvent, WebhookFields } from './webhook-fields'
import { WebhookSecret } from './webhook-secret'

/** A webhook as its menu and dialogs know it. */
export interface WebhookSubject {
  /** The shown id. */
  id: string
  url: string
  enabled: boolean
  events: readonly WebhookEvent[]
  /** Everything there is to be told of. */
  choices: readonly WebhookEvent[]
  takesPrivate: boolean
}

export function ChangeWebhookDialog({ subject, close }: { subject: WebhookSubject; close: () => void }) {
  const [t, ui] = [useTranslations('webhooks'), useTranslations('ui')]
  const { state, submit, pending } = useKeptForm(changeWebhookAction)
  useDone(state, close)
  return (
    <Dialog open onOpenChange={close}>
      <DialogContent keep title={t('changeTitle')} text={t('changeText')}>
        <form onSubmit={submit} noValidate className="flex flex-col gap-4">
          <FormRefusal state={state} />
          <input type="hidden" name="webhook" value={subject.id} />
          <WebhookFields state={state} events={subject.choices} takesPrivate={subject.takesPrivate} of={subject} />
          <DialogActs>
            <DialogClose asChild>
              <Button variant="secondary">{ui('cancel')}</Button>
            </DialogClose>
            <SubmitButton busy={pending}>{t('save')}</SubmitButton>
          </DialogActs>
        </form>
      </DialogContent>
    </Dialog>
  )
}

export function RotateWebhookDialog({ subject, close }: { subject: WebhookSubject; close: () => void }) {
  const t = useTranslations('webhooks')
  return (
    <SecretDialog open onOpenChange={close} title={t('rotateTitle')} text={t('rotateText')}>
      <SecretForm
        action={rotateWebhookAction}
        hidden={{ webhook: subject.id }}
        submit={t('rotate')}
        fields={() => <p className="font-mono text-sm break-all text-muted-foreground">{subject.url}</p>}
        shown={(secret) => <WebhookSecret secret={secret} />}
      />
    </SecretDialog>
  )
}
