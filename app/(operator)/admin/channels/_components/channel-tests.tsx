'use client'

import { useTranslations } from 'next-intl'
import { FormRefusal } from '#ui/form-refusal'
import { Duration } from '#ui/duration'
import { RelativeTime } from '#ui/relative-time'
import { SubmitButton } from '#ui/submit-button'
import { useFormAct } from '#ui/use-form-act'
import type { ChannelTestRecord } from '#lib/portal/channels/channel-standing'
import { testChannelAction } from '../_actions/channel-actions'
import { TestBadge, TestOutcome } from './test-outcome'

interface ChannelTestsProps {
  /** The shown id. */
  id: string
  models: readonly string[]
  tests: readonly ChannelTestRecord[]
  mayTest: boolean
  now: Date
}

/** Every model of a channel with its last test, and a button that tests it now. */
export function ChannelTests({ id, models, tests, mayTest, now }: ChannelTestsProps) {
  return (
    <ul className="max-h-[520px] divide-y overflow-y-auto">
      {models.map((model) => (
        <ModelTest key={model} id={id} model={model} test={tests.find((test) => test.model === model)} mayTest={mayTest} now={now} />
      ))}
    </ul>
  )
}

interface ModelTestProps {
  id: string
  model: string
  test: ChannelTestRecord | undefined
  mayTest: boolean
  now: Date
}

function ModelTest({ id, model, test, mayTest, now }: ModelTestProps) {
  const t = useTranslations('channels')
  const [state, action] = useFormAct(testChannelAction)
  return (
    <li data-testid="model-test" className="flex flex-col gap-2 px-5 py-2 max-md:px-4">
      <form action={action} className="flex items-center gap-3">
        <input type="hidden" name="channel" value={id} />
        <input type="hidden" name="model" value={model} />
        <div className="min-w-0 flex-1">
          <code className="block truncate font-mono text-sm" title={model}>
            {model}
          </code>
          {test ? (
            <span className="flex flex-wrap items-center gap-x-2 text-sm text-muted-foreground">
              <TestBadge ok={test.ok} />
              <span className="tabular-nums">
                <Duration ms={test.latencyMs} />
              </span>
              <RelativeTime at={test.testedAt} now={now} />
            </span>
          ) : (
            <span className="text-sm text-muted-foreground">{t('neverTested')}</span>
          )}
        </div>
        {mayTest ? (
          <SubmitButton variant="secondary" size="sm" aria-label={t('testTitle', { name: model })}>
            {t('test')}
          </SubmitButton>
        ) : null}
      </form>
      <FormRefusal state={state} />
      {state.status === 'done' ? (
        <TestOutcome test={state.value} />
      ) : test?.error ? (
        <p className="font-mono text-sm break-words text-destructive">{test.error}</p>
      ) : null}
    </li>
  )
}
