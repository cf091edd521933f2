'use client'

import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '#ui/button'
import { InputField } from '#ui/field'
import { SecretDialog } from '#ui/secret-dialog'
import { SecretPanel } from '#ui/secret-panel'
import { SelectField } from '#ui/select'
import { entered, fieldError } from '../../../../_auth/action-state'
import { createManagementKeyAction } from '../_actions/management-key-actions'
import { SecretForm } from './secret-form'

export function CreateManagementKeyDialog({ team }: { team: string }) {
  const t = useTranslations('managementKeys')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        {t('create')}
      </Button>
      <SecretDialog open={open} onOpenChange={setOpen} title={t('create')} text={t('createText')}>
        <SecretForm
          action={createManagementKeyAction}
          hidden={{ team }}
          submit={t('create')}
          fields={(state) => (
            <>
              <InputField
                id="management-key-name"
                name="name"
                maxLength={100}
                autoComplete="off"
                label={t('name')}
                defaultValue={entered(state, 'name')}
                error={fieldError(state, 'name')}
              />
              <SelectField
                id="management-key-kind"
                name="kind"
                label={t('kind')}
                hint={t('kindHint')}
                defaultValue={entered(state, 'kind') ?? 'management'}
                options={[
                  { value: 'management', label: t('kinds.management') },
                  { value: 'read_only', label: t('kinds.read_only') },
                ]}
              />
            </>
          )}
          shown={(secret) => <SecretPanel secret={secret} env={{ TOLLGATE_MANAGEMENT_KEY: secret }} fileName="tollgate-management.env" />}
        />
      </SecretDialog>
    </>
  )
}
