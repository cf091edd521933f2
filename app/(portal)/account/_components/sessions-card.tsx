'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useState, useTransition } from 'react'
import { Button } from '#ui/button'
import { Card, CardBody, CardHead } from '#ui/card'
import { ConfirmDialog } from '#ui/confirm-dialog'
import { useReach } from '#ui/use-reach'
import { signOut } from '../../../_auth/auth-actions'
import { signOutEverywhereAction } from '../_actions/account-actions'

export function SessionsCard({ children }: { children: ReactNode }) {
  const t = useTranslations('account.sessions')
  const [asking, setAsking] = useState(false)
  const [leaving, leave] = useTransition()
  const reach = useReach()
  return (
    <Card id="sessions">
      <CardHead id="sessions" title={t('title')} />
      {children}
      <CardBody className="flex flex-wrap gap-2">
        <Button variant="secondary" aria-disabled={leaving || undefined} onClick={() => leave(() => reach(signOut))}>
          {t('here')}
        </Button>
        <Button variant="destructive-ghost" onClick={() => setAsking(true)}>
          {t('everywhere')}
        </Button>
      </CardBody>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('confirmTitle')}
        text={t('confirmText')}
        confirm={t('everywhere')}
        action={signOutEverywhereAction}
        fields={{}}
      />
    </Card>
  )
}
