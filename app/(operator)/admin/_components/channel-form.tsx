'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { Button } from '#ui/button'
import { DialogActs, DialogClose } from '#ui/dialog'
import { InputField, TextareaField } from '#ui/field'
import { FormRefusal } from '#ui/form-refusal'
import { SelectField } from '#ui/select'
import { SubmitButton } from '#ui/submit-button'
import { useDone } from '#ui/use-done'
import { entered, fieldError, idle } from '../../../_auth/action-state'
import { createChannelAction, updateChannelAction } from '../_actions/channel-actions'

/** A channel as its form shows it; credentials are never among it. */
export interface ChannelValues {
  /** The shown id, `chan_…`. */
  id: string
  name: string
  provider: string
  base_url: string
  /** One per line. */
  models: string
  priority: string
  weight: string
}

const newChannel = { name: '', provider: 'openai-compatible', base_url: '', models: '', priority: '0', weight: '1' }

interface ChannelFormProps {
  /** Null makes a new one. */
  channel: ChannelValues | null
  close: () => void
}

export function ChannelForm({ channel, close }: ChannelFormProps) {
  const t = useTranslations()
  const [state, action] = useActionState(channel ? updateChannelAction : createChannelAction, idle)
  useDone(state, close)
  const field = (name: Exclude<keyof ChannelValues, 'id'>) => ({
    id: `channel-${name}`,
    name,
    autoComplete: 'off',
    error: fieldError(state, name),
    defaultValue: entered(state, name) ?? channel?.[name] ?? newChannel[name],
  })
  return (
    <form action={action} noValidate className="flex flex-col gap-4">
      <FormRefusal state={state} />
      {channel ? <input type="hidden" name="channel" value={channel.id} /> : null}
      <InputField {...field('name')} maxLength={100} label={t('channels.name')} />
      <SelectField
        id="channel-provider"
        name="provider"
        label={t('channels.provider')}
        defaultValue={field('provider').defaultValue}
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
        hint={t(channel ? 'channels.credentialsKept' : 'channels.credentialsHint')}
        error={fieldError(state, 'credentials')}
      />
      <TextareaField {...field('models')} spellCheck={false} rows={3} label={t('channels.models')} hint={t('channels.modelsHint')} />
      <div className="grid grid-cols-2 gap-4">
        <InputField {...field('priority')} inputMode="numeric" label={t('channels.priority')} hint={t('channels.priorityHint')} />
        <InputField {...field('weight')} inputMode="numeric" label={t('channels.weight')} hint={t('channels.weightHint')} />
      </div>
      <DialogActs>
        <DialogClose asChild>
          <Button variant="secondary">{t('ui.cancel')}</Button>
        </DialogClose>
        <SubmitButton>{t(channel ? 'channels.save' : 'channels.create')}</SubmitButton>
      </DialogActs>
    </form>
  )
}
