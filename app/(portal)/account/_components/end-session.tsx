'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '#ui/button'
import { ConfirmDialog } from '#ui/confirm-dialog'
import { endSessionAction } from '../_actions/account-actions'

export function EndSession({ id }: { id: string }) {
  const t = useTranslations('account.sessions')
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button variant="destructive-ghost" size="sm" onClick={() => setAsking(true)}>
        {t('end')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('endTitle')}
        text={t('endText')}
        confirm={t('end')}
        action={endSessionAction}
        fields={{ session: id }}
      />
    </>
  )
}
