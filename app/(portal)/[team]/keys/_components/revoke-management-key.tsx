'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '#ui/button'
import { ConfirmDialog } from '#ui/confirm-dialog'
import { revokeManagementKeyAction } from '../_actions/management-key-actions'

export function RevokeManagementKey({ id, name }: { id: string; name: string }) {
  const t = useTranslations('managementKeys')
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button variant="destructive-ghost" size="sm" onClick={() => setAsking(true)} aria-label={t('revokeNamed', { name })}>
        {t('revoke')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('revokeTitle', { name })}
        text={t('revokeText')}
        confirm={t('revoke')}
        action={revokeManagementKeyAction}
        fields={{ key: id }}
        typed={name}
      />
    </>
  )
}
