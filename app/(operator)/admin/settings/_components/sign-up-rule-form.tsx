'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { type SignUpMode, type SignUpRule, signUpModes } from '#lib/portal/settings/sign-up-rule'
import { Card, CardBody, CardHead } from '#ui/card'
import { TextareaField } from '#ui/field'
import { FormRefusal } from '#ui/form-refusal'
import { SelectField } from '#ui/select'
import { SubmitButton } from '#ui/submit-button'
import { toast } from '#ui/toast'
import { useDone } from '#ui/use-done'
import { useFormAct } from '#ui/use-form-act'
import { entered, fieldError } from '../../../../_auth/action-state'
import { updateSignUpAction } from '../_actions/settings-actions'

/** Who may make an account. */
export function SignUpRuleForm({ rule, mayChange }: { rule: SignUpRule; mayChange: boolean }) {
  const t = useTranslations('brand')
  const [state, action] = useFormAct(updateSignUpAction)
  const [mode, setMode] = useState<SignUpMode>(rule.mode)
  useDone(state, () => toast(t('saved')))
  return (
    <form action={action} noValidate className="lg:w-[calc(60%-12px)]">
      <fieldset disabled={!mayChange}>
        <Card id="sign-up">
          <CardHead id="sign-up" title={t('signUp.title')} text={t('signUp.text')} />
          <CardBody className="flex flex-col gap-4">
            <FormRefusal state={state} />
            <SelectField
              id="sign-up-mode"
              name="mode"
              label={t('signUp.mode')}
              hint={t(`signUp.hints.${mode}`)}
              defaultValue={rule.mode}
              onValueChange={(value) => setMode(signUpModes.find((known) => known === value) ?? 'open')}
              options={signUpModes.map((value) => ({ value, label: t(`signUp.modes.${value}`) }))}
            />
            {mode === 'domain' ? (
              <TextareaField
                id="sign-up-domains"
                name="sign_up_domains"
                rows={3}
                label={t('signUp.domains')}
                hint={t('signUp.domainsHint')}
                defaultValue={entered(state, 'sign_up_domains') ?? rule.domains.join('\n')}
                error={fieldError(state, 'sign_up_domains')}
              />
            ) : (
              <input type="hidden" name="sign_up_domains" value={rule.domains.join('\n')} />
            )}
            {mayChange ? (
              <div>
                <SubmitButton>{t('signUp.save')}</SubmitButton>
              </div>
            ) : null}
          </CardBody>
        </Card>
      </fieldset>
    </form>
  )
}
