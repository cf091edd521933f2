'use client'

import { useTranslations } from 'next-intl'
import { SecretDialog } from '#ui/secret-dialog'
import { SelectField } from '#ui/select'
import { fieldError } from '../../../../_auth/action-state'
import { rotateKeyAction } from '../_actions/key-actions'
import type { KeyPlace, KeySubject } from './key-subject'
import { NewSecret } from './new-secret'
import { SecretForm } from './secret-form'

const overlaps = ['0', '3600', '86400', '604800'] as const

/** A new secret for a key that keeps its name, budget and history. */
export function RotateKeyDialog({ place, subject, close }: { place: KeyPlace; subject: KeySubject; close: () => void }) {
  const t = useTranslations('keys')
  return (
    <SecretDialog open onOpenChange={close} wide title={t('rotateTitle', { name: subject.name })} text={t('rotateText')}>
      <SecretForm
        action={rotateKeyAction}
        hidden={{ key: subject.id }}
        submit={t('rotate')}
        fields={(state) => (
          <SelectField
            id="key-overlap"
            name="overlap"
            label={t('overlap')}
            hint={t('overlapHint')}
            defaultValue="86400"
            options={overlaps.map((value) => ({ value, label: t(`overlaps.${value}`) }))}
            error={fieldError(state, 'overlap')}
          />
        )}
        shown={(secret) => <NewSecret secret={secret} place={place} />}
      />
    </SecretDialog>
  )
}
