'use client'

import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useActionState, useState } from 'react'
import { Button } from '#ui/button'
import { Dialog, DialogActs, DialogClose, DialogContent, DialogTrigger } from '#ui/dialog'
import { InputField, TextareaField } from '#ui/field'
import { FormRefusal } from '#ui/form-refusal'
import { SelectField } from '#ui/select'
import { SubmitButton } from '#ui/submit-button'
import { useDone } from '#ui/use-done'
import { entered, fieldError, idle } from '../../../_auth/action-state'
import { createChannelAction } from '../_actions/channel-actions'

export function CreateChannelDialog() {
  const t = useTranslations('channels')
  const [open, setOpen] = useState(false)
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button size="sm">
          <Plus aria-hidden />
          {t('create')}
        </Button>
      </DialogTrigger>
      <DialogContent keep title={t('create')} text={t('createText')}>
        <CreateChannelForm close={() => setOpen(false)} />
      </DialogContent>
    </Dialog>
  )
}

function CreateChannelForm({ close }: { close: () => void }) {
  const t = useTranslations()
  const [state, action] = useActionState(createChannelAction, idle)
  useDone(state, close)
  const field = (name: string) => ({
    id: `channel-${name}`,
    name,
    autoComplete: 'off',
    error: fieldError(state, name),
    defaultValue: entered(state, name),
  })
  return (
    <form action={action} noValidate className="flex flex-col gap-4">
      <FormRefusal state={state} />
      <InputField {...field('name')} maxLength={100} label={t('channels.name')} />
      <SelectField
        id="channel-provider"
        name="provider"
        label={t('channels.provider')}
        defaultValue={entered(state, 'provider') ?? 'openai-compatible'}
        options={[
          { value: 'openai-compatible', label: t('channels.providers.compatible') },
          { value: 'openai', label: 'OpenAI' },
        ]}
      />
      <InputField
        {...field('base_url')}
        inputMode="url"
        spellCheck={false}
        label={t('channels.baseUrl')}
        hint={t('channels.baseUrlHint')}
      />
      <TextareaField
        id="channel-credentials"
        name="credentials"
        autoComplete="off"
        spellCheck={false}
        rows={2}
        label={t('channels.credentials')}
        hint={t('channels.credentialsHint')}
        error={fieldError(state, 'credentials')}
      />
      <TextareaField {...field('models')} spellCheck={false} rows={3} label={t('channels.models')} hint={t('channels.modelsHint')} />
      <div className="grid grid-cols-2 gap-4">
        <InputField
          {...field('priority')}
          inputMode="numeric"
          defaultValue={entered(state, 'priority') ?? '0'}
          label={t('channels.priority')}
          hint={t('channels.priorityHint')}
        />
        <InputField
          {...field('weight')}
          inputMode="numeric"
          defaultValue={entered(state, 'weight') ?? '1'}
          label={t('channels.weight')}
          hint={t('channels.weightHint')}
        />
      </div>
      <DialogActs>
        <DialogClose asChild>
          <Button variant="secondary">{t('ui.cancel')}</Button>
        </DialogClose>
        <SubmitButton>{t('channels.create')}</SubmitButton>
      </DialogActs>
    </form>
  )
}
