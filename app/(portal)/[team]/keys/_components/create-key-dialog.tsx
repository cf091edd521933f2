'use client'

import { useTranslations } from 'next-intl'
import { SecretDialog } from '#ui/secret-dialog'
import { createKeyAction } from '../_actions/key-actions'
import { KeyFields } from './key-fields'
import type { KeyPlace } from './key-subject'
import { NewSecret } from './new-secret'
import { SecretForm } from './secret-form'

export function CreateKeyDialog({ place, close }: { place: KeyPlace; close: () => void }) {
  const t = useTranslations('keys')
  return (
    <SecretDialog open onOpenChange={close} wide title={t('create')} text={t('createText')}>
      <SecretForm
        action={createKeyAction}
        hidden={{ team: place.team }}
        submit={t('create')}
        fields={(state) => <KeyFields state={state} place={place} mayBudget />}
        shown={(secret) => <NewSecret secret={secret} place={place} />}
      />
    </SecretDialog>
  )
}
