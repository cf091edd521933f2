'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Button } from '#ui/button'
import { Card, CardBody, CardHead } from '#ui/card'
import { FormRefusal } from '#ui/form-refusal'
import { SubmitButton } from '#ui/submit-button'
import { useDone } from '#ui/use-done'
import { useFormAct } from '#ui/use-form-act'
import { fieldError } from '../../../../_auth/action-state'
import { createChannelAction } from '../_actions/channel-actions'
import { ConfigurationFields, newChannel } from './configuration-fields'
import { ModelMapping } from './model-mapping'

export function NewChannelForm() {
  const t = useTranslations()
  const router = useRouter()
  const [state, action] = useFormAct(createChannelAction)
  useDone(state, (id) => router.push(`/admin/channels/${id}`))
  return (
    <form action={action} noValidate className="flex max-w-[720px] flex-col gap-5">
      <Card id="configuration">
        <CardHead id="configuration" title={t('channels.configuration')} text={t('channels.createText')} />
        <CardBody className="flex flex-col gap-4">
          <FormRefusal state={state} />
          <ConfigurationFields state={state} channel={newChannel} credentials="always" />
        </CardBody>
      </Card>
      <Card id="models">
        <CardHead id="models" title={t('channels.models')} text={t('channels.mappingText')} />
        <CardBody>
          <ModelMapping initial={[]} error={fieldError(state, 'models')} />
        </CardBody>
      </Card>
      <div className="flex gap-2">
        <SubmitButton>{t('channels.create')}</SubmitButton>
        <Button asChild variant="secondary">
          <Link href="/admin/channels">{t('ui.cancel')}</Link>
        </Button>
      </div>
    </form>
  )
}
