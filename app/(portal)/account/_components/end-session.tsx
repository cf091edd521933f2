'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '#ui/button'
import { ConfirmDialog } from '#ui/confirm-dialog'
import { Time } from '#ui/time'
import { endSessionAction } from '../_actions/account-actions'

export function EndSession({ id, browser, usedAt }: { id: string; browser: string; usedAt: Date }) {
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
        title={t('endTitle', { browser })}
        text={t.rich('endText', { used: () => <Time at={usedAt} className="whitespace-nowrap" /> })}
        confirm={t('end')}
        action={endSessionAction}
        fields={{ session: id }}
        done={t('ended', { browser })}
      />
    </>
  )
}
