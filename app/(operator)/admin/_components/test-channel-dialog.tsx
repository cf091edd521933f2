'use client'

import { CircleCheck, CircleX } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useActionState } from 'react'
import type { ChannelTest } from '#lib/portal/channels/test-channel'
import { Badge } from '#ui/badge'
import { Dialog, DialogActs, DialogContent } from '#ui/dialog'
import { FormRefusal } from '#ui/form-refusal'
import { SelectField } from '#ui/select'
import { SubmitButton } from '#ui/submit-button'
import { fieldError, idle } from '../../../_auth/action-state'
import { testChannelAction } from '../_actions/channel-actions'

interface TestChannelDialogProps {
  id: string
  name: string
  models: readonly string[]
  open: boolean
  onOpenChange: (open: boolean) => void
}

export function TestChannelDialog({ id, name, models, open, onOpenChange }: TestChannelDialogProps) {
  const t = useTranslations('channels')
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title={t('testTitle', { name })} text={t('testText')}>
        <TestChannelForm id={id} models={models} />
      </DialogContent>
    </Dialog>
  )
}

function TestChannelForm({ id, models }: { id: string; models: readonly string[] }) {
  const t = useTranslations('channels')
  const [state, action] = useActionState(testChannelAction, idle)
  return (
    <form action={action} className="flex flex-col gap-4">
      <FormRefusal state={state} />
      <input type="hidden" name="channel" value={id} />
      <SelectField
        id="test-model"
        name="model"
        label={t('testModel')}
        defaultValue={models[0]}
        options={models.map((model) => ({ value: model, label: model }))}
        error={fieldError(state, 'model')}
      />
      {state.status === 'done' ? <TestOutcome test={state.value} /> : null}
      <DialogActs>
        <SubmitButton>{t(state.status === 'done' ? 'testAgain' : 'testRun')}</SubmitButton>
      </DialogActs>
    </form>
  )
}

function TestOutcome({ test }: { test: ChannelTest }) {
  const t = useTranslations('channels')
  const format = useFormatter()
  return (
    <div role="status" data-testid="test-outcome" className="rounded border bg-muted px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <Badge tone={test.ok ? 'success' : 'destructive'} icon={test.ok ? CircleCheck : CircleX}>
          {t(test.ok ? 'testOk' : 'testFailed')}
        </Badge>
        <span className="text-sm tabular-nums">
          {t('testLatency')} {t('milliseconds', { value: format.number(test.latencyMs) })}
        </span>
        {test.status === null ? null : (
          <span className="text-sm tabular-nums">
            {t('testStatus')} {test.status}
          </span>
        )}
      </div>
      <p className="mt-2 font-mono text-sm break-words whitespace-pre-wrap">{test.text ?? test.error}</p>
    </div>
  )
}
