'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '#ui/button'
import { ConfirmDialog } from '#ui/confirm-dialog'
import { deleteChannelAction } from '../_actions/channel-actions'

interface DeleteChannelProps {
  id: string
  name: string
  /** Those of its models that no other enabled channel serves, in words; null where there is none. */
  soleModels: string | null
}

export function DeleteChannel({ id, name, soleModels }: DeleteChannelProps) {
  const t = useTranslations('channels')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button variant="destructive-ghost" onClick={() => setOpen(true)}>
        {t('delete')}
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={t('deleteTitle', { name })}
        text={soleModels ? t('deleteSole', { models: soleModels }) : t('deleteText')}
        confirm={t('delete')}
        action={deleteChannelAction}
        fields={{ channel: id }}
        typed={name}
      />
    </>
  )
}
