'use client'

import { useTranslations } from 'next-intl'
import { FieldError, InputField } from '#ui/field'
import { type ActionState, entered, fieldError } from '../../../../_auth/action-state'

export type WebhookEvent = 'budget.threshold' | 'budget.exhausted' | 'key.blocked'
type EventWord = 'budget_threshold' | 'budget_exhausted' | 'key_blocked'

interface WebhookFieldsProps {
  state: ActionState<unknown>
  events: readonly WebhookEvent[]
  /** Addresses need not be https or public, as on the embedded stack. */
  takesPrivate: boolean
  /** What the fields begin with; absent for a new one, which is told of everything. */
  of?: { url: string; events: readonly WebhookEvent[] }
}

/** Where messages go, and of what. */
export function WebhookFields({ state, events, takesPrivate, of }: WebhookFieldsProps) {
  const t = useTranslations('webhooks')
  return (
    <>
      <InputField
        id="webhook-url"
        name="url"
        type="url"
        placeholder="https://"
        autoComplete="off"
        label={t('url')}
        hint={t(takesPrivate ? 'urlHintPrivate' : 'urlHint')}
        defaultValue={entered(state, 'url') ?? of?.url}
        error={fieldError(state, 'url')}
      />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 text-sm font-medium">{t('events')}</legend>
        {events.map((event) => (
          <label key={event} className="flex items-center gap-2 text-sm max-md:min-h-9">
            <input
              type="checkbox"
              name={event}
              defaultChecked={state.status === 'refused' ? entered(state, event) === 'on' : (of?.events.includes(event) ?? true)}
              className="size-4 accent-primary-solid"
            />
            {t(`kinds.${event.replace('.', '_') as EventWord}`)}
          </label>
        ))}
        <FieldError text={fieldError(state, 'events')} />
      </fieldset>
    </>
  )
}
