'use client'

import { useTranslations } from 'next-intl'
import { FormRefusal } from '#ui/form-refusal'
import { SubmitButton } from '#ui/submit-button'
import { toast } from '#ui/toast'
import { useDone } from '#ui/use-done'
import { useFormAct } from '#ui/use-form-act'
import { fieldError } from '../../../../_auth/action-state'
import { updateModelsAction } from '../_actions/channel-actions'
import { type MappedModel, ModelMapping } from './model-mapping'

export function ModelsForm({ id, models, mayChange }: { id: string; models: readonly MappedModel[]; mayChange: boolean }) {
  const t = useTranslations('channels')
  const [state, action] = useFormAct(updateModelsAction)
  useDone(state, () => toast(t('saved')))
  return (
    <form action={action} noValidate>
      <fieldset disabled={!mayChange} className="flex flex-col gap-4">
        <FormRefusal state={state} />
        <input type="hidden" name="channel" value={id} />
        {/* What was saved is where the editor starts anew. */}
        <ModelMapping key={JSON.stringify(models)} initial={models} error={fieldError(state, 'models')} />
        {mayChange ? (
          <div>
            <SubmitButton>{t('saveModels')}</SubmitButton>
          </div>
        ) : null}
      </fieldset>
    </form>
  )
}
