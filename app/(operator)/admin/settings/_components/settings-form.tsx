'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Brand } from '#lib/portal/settings/settings'
import { Card, CardBody, CardHead } from '#ui/card'
import { InputField } from '#ui/field'
import { FormRefusal } from '#ui/form-refusal'
import { SubmitButton } from '#ui/submit-button'
import { toast } from '#ui/toast'
import { useDone } from '#ui/use-done'
import { useFormAct } from '#ui/use-form-act'
import { entered, fieldError } from '../../../../_auth/action-state'
import { updateSettingsAction } from '../_actions/settings-actions'
import { BrandPreview } from './brand-preview'
import { HueField } from './hue-field'

/** Name, accent and help contacts, with what they come to beside them. */
export function SettingsForm({ brand, mayChange }: { brand: Brand; mayChange: boolean }) {
  const t = useTranslations('brand')
  const [state, action] = useFormAct(updateSettingsAction)
  const [name, setName] = useState(brand.name)
  const [hue, setHue] = useState(brand.accentHue)
  useDone(state, () => toast(t('saved')))

  return (
    <div className="grid items-start gap-5 lg:grid-cols-[3fr_2fr]">
      <form action={action} noValidate>
        <fieldset disabled={!mayChange} className="flex flex-col gap-5">
          <Card id="brand">
            <CardHead id="brand" title={t('brand')} text={t('brandText')} />
            <CardBody className="flex flex-col gap-4">
              <FormRefusal state={state} />
              <InputField
                id="brand-name"
                name="name"
                label={t('name')}
                hint={t('nameHint')}
                maxLength={40}
                autoComplete="off"
                value={name}
                onChange={(event) => setName(event.target.value)}
                error={fieldError(state, 'name')}
              />
              <HueField hue={hue} onHue={setHue} error={fieldError(state, 'accent_hue')} />
            </CardBody>
          </Card>
          <Card id="support">
            <CardHead id="support" title={t('support')} text={t('supportText')} />
            <CardBody className="flex flex-col gap-4">
              <InputField
                id="support-email"
                name="support_email"
                type="email"
                label={t('supportEmail')}
                hint={t('supportOptional')}
                autoComplete="off"
                defaultValue={entered(state, 'support_email') ?? brand.supportEmail ?? ''}
                error={fieldError(state, 'support_email')}
              />
              <InputField
                id="support-url"
                name="support_url"
                type="url"
                label={t('supportUrl')}
                hint={t('supportUrlHint')}
                autoComplete="off"
                defaultValue={entered(state, 'support_url') ?? brand.supportUrl ?? ''}
                error={fieldError(state, 'support_url')}
              />
            </CardBody>
          </Card>
          {mayChange ? (
            <div>
              <SubmitButton>{t('save')}</SubmitButton>
            </div>
          ) : null}
        </fieldset>
      </form>
      <BrandPreview name={name} hue={hue} />
    </div>
  )
}
