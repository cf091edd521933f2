import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { type ActionState, entered, fieldError } from '../../../../_auth/action-state'
import { InputField, TextareaField } from '#ui/field'
import { Label } from '#ui/label'
import { SelectField } from '#ui/select'
import { useDone } from '#ui/use-done'

/** A channel as its form shows it; credentials are never among it. */
export interface ChannelValues {
  name: string
  provider: string
  base_url: string
  priority: string
  weight: string
  drain: boolean
}

export const newChannel: ChannelValues = {
  name: '',
  provider: 'openai-compatible',
  base_url: '',
  priority: '0',
  weight: '1',
  drain: false,
}

/** The address as it is stored: a slash at its end makes no difference. */
function addressOf(text: string): string | null {
  const url = URL.parse(text.trim())
  return url && `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

interface ConfigurationFieldsProps {
  state: ActionState<unknown>
  channel: ChannelValues
  /** When credentials are asked for: always of a new channel, of an old one that has some when its address changes. */
  credentials: 'always' | 'on_new_address' | 'never'
}

/** What was typed as credentials stays in the browser when the form is refused: the answer never carries it back. */
export function ConfigurationFields({ state, channel, credentials }: ConfigurationFieldsProps) {
  const t = useTranslations('channels')
  const [baseUrl, setBaseUrl] = useState(channel.base_url)
  const [secrets, setSecrets] = useState('')
  useDone(state, () => setSecrets(''))
  const field = (name: Exclude<keyof ChannelValues, 'drain'>) => ({
    id: `channel-${name}`,
    name,
    autoComplete: 'off',
    error: fieldError(state, name),
    defaultValue: entered(state, name) ?? channel[name],
  })
  const address = addressOf(baseUrl)
  const moves = address !== null && address !== addressOf(channel.base_url)
  const asks = credentials === 'always' || (credentials === 'on_new_address' && moves)
  return (
    <>
      <div className="grid gap-4 md:grid-cols-2">
        <InputField {...field('name')} maxLength={100} label={t('name')} />
        <SelectField
          id="channel-provider"
          name="provider"
          label={t('provider')}
          defaultValue={field('provider').defaultValue}
          options={[
            { value: 'openai-compatible', label: t('providers.openai-compatible') },
            { value: 'openai', label: t('providers.openai') },
          ]}
        />
      </div>
      <InputField
        {...field('base_url')}
        inputMode="url"
        spellCheck={false}
        label={t('baseUrl')}
        hint={t('baseUrlHint')}
        onChange={(event) => setBaseUrl(event.target.value)}
      />
      {asks ? (
        <TextareaField
          id="channel-credentials"
          name="credentials"
          autoComplete="off"
          spellCheck={false}
          rows={2}
          label={t('credentials')}
          hint={t(credentials === 'always' ? 'credentialsHint' : 'credentialsForAddress')}
          error={fieldError(state, 'credentials')}
          value={secrets}
          onChange={(event) => setSecrets(event.target.value)}
        />
      ) : null}
      <div className="grid grid-cols-2 gap-4">
        <InputField {...field('priority')} inputMode="numeric" label={t('priority')} hint={t('priorityHint')} />
        <InputField {...field('weight')} inputMode="numeric" label={t('weight')} hint={t('weightHint')} />
      </div>
      <div className="flex items-start gap-2.5">
        <input
          type="checkbox"
          id="channel-drain"
          name="drain"
          defaultChecked={channel.drain}
          aria-describedby="channel-drain-note"
          className="mt-0.5 size-4 shrink-0 accent-(--primary-solid)"
        />
        <div>
          <Label htmlFor="channel-drain">{t('drain')}</Label>
          <p id="channel-drain-note" className="text-sm text-muted-foreground">
            {t('drainHint')}
          </p>
        </div>
      </div>
    </>
  )
}
