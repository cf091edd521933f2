'use client'

import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '#ui/button'
import { Dialog, DialogContent, DialogTrigger } from '#ui/dialog'
import { ChannelForm } from './channel-form'

export function CreateChannelDialog() {
  const t = useTranslations('channels')
  const [open, setOpen] = useState(false)
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button size="sm">
          <Plus aria-hidden />
          {t('create')}
        </Button>
      </DialogTrigger>
      <DialogContent keep title={t('create')} text={t('createText')}>
        <ChannelForm channel={null} close={() => setOpen(false)} />
      </DialogContent>
    </Dialog>
  )
}
