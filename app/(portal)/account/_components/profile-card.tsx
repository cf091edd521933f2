'use client'

import { useTranslations } from 'next-intl'
import { Card, CardBody, CardHead } from '#ui/card'
import { InputField } from '#ui/field'
import { FormRefusal } from '#ui/form-refusal'
import { Notice } from '#ui/notice'
import { SubmitButton } from '#ui/submit-button'
import { useFormAct } from '#ui/use-form-act'
import { entered, fieldError } from '../../../_auth/action-state'
import { renameAction } from '../_actions/account-actions'

export function ProfileCard({ displayName }: { displayName: string }) {
  const t = useTranslations('account.profile')
  const [state, action] = useFormAct(renameAction)
  return (
    <Card id="profile">
      <CardHead id="profile" title={t('title')} />
      <CardBody>
        <form action={action} noValidate className="flex flex-col gap-4">
          <FormRefusal state={state} />
          {state.status === 'done' ? <Notice tone="done">{t('saved')}</Notice> : null}
          <InputField
            id="name"
            name="name"
            autoComplete="name"
            maxLength={100}
            label={t('name')}
            hint={t('nameHint')}
            defaultValue={entered(state, 'name') ?? displayName}
            error={fieldError(state, 'name')}
          />
          <SubmitButton variant="secondary" className="self-start">
            {t('save')}
          </SubmitButton>
        </form>
      </CardBody>
    </Card>
  )
}
