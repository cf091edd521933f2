'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '#ui/button'
import { Dialog, DialogActs, DialogContent } from '#ui/dialog'
import { FormRefusal } from '#ui/form-refusal'
import { SelectField } from '#ui/select'
import { SubmitButton } from '#ui/submit-button'
import { useFormAct } from '#ui/use-form-act'
import { fieldError } from '../../../../_auth/action-state'
import { testChannelAction } from '../_actions/channel-actions'
import { TestOutcome } from './test-outcome'

interface TestButtonProps {
  /** The shown id. */
  id: string
  name: string
  models: readonly string[]
}

/** Sends one question through a channel and shows the answer. */
export function TestButton({ id, name, models }: TestButtonProps) {
  const t = useTranslations('channels')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button variant="secondary" size="sm" onClick={() => setOpen(true)} aria-label={t('testTitle', { name })}>
        {t('test')}
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent title={t('testTitle', { name })} text={t('testText')}>
          <TestChannelForm id={id} models={models} />
        </DialogContent>
      </Dialog>
    </>
  )
}

function TestChannelForm({ id, models }: { id: string; models: readonly string[] }) {
  const t = useTranslations('channels')
  const [state, action] = useFormAct(testChannelAction)
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
