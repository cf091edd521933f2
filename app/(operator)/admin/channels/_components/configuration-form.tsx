'use client'

import { useTranslations } from 'next-intl'
import { FormRefusal } from '#ui/form-refusal'
import { SubmitButton } from '#ui/submit-button'
import { toast } from '#ui/toast'
import { useDone } from '#ui/use-done'
import { useFormAct } from '#ui/use-form-act'
import { updateChannelAction } from '../_actions/channel-actions'
import { type ChannelValues, ConfigurationFields } from './configuration-fields'

interface ConfigurationFormProps {
  /** The shown id. */
  id: string
  channel: ChannelValues
  hasCredentials: boolean
  mayChange: boolean
}

export function ConfigurationForm({ id, channel, hasCredentials, mayChange }: ConfigurationFormProps) {
  const t = useTranslations('channels')
  const [state, action] = useFormAct(updateChannelAction)
  useDone(state, () => toast(t('saved')))
  return (
    <form action={action} noValidate>
      <fieldset disabled={!mayChange} className="flex flex-col gap-4">
        <FormRefusal state={state} />
        <input type="hidden" name="channel" value={id} />
        <ConfigurationFields state={state} channel={channel} credentials={hasCredentials ? 'on_new_address' : 'never'} />
        {mayChange ? (
          <div>
            <SubmitButton>{t('save')}</SubmitButton>
          </div>
        ) : null}
      </fieldset>
    </form>
  )
}
