'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '#ui/button'
import { ConfirmDialog } from '#ui/confirm-dialog'
import { withdrawPriceAction } from '../_actions/price-actions'

export function WithdrawPrice({ name, group }: { name: string; group: string }) {
  const t = useTranslations('models')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button variant="destructive-ghost" size="sm" onClick={() => setOpen(true)} aria-label={t('withdrawNamed', { group })}>
        {t('withdraw')}
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={t('withdrawNamed', { group })}
        text={t('withdrawText', { name })}
        confirm={t('withdraw')}
        action={withdrawPriceAction}
        fields={{ name, group }}
      />
    </>
  )
}
