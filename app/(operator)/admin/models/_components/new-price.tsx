'use client'

import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '#ui/button'
import { Dialog, DialogContent } from '#ui/dialog'
import { noPrice, PriceFields } from './price-fields'

/** Prices a model by its name, which need not be in the catalogue yet. */
export function NewPrice() {
  const t = useTranslations('models')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button variant="secondary" onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        {t('set')}
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent keep wide title={t('setTitle')} text={t('setText')}>
          <PriceFields name={null} group={null} price={noPrice} markup="0" done={() => setOpen(false)} />
        </DialogContent>
      </Dialog>
    </>
  )
}
