'use client'

import { useTranslations } from 'next-intl'
import { AlertDialog, AlertDialogCancel, AlertDialogContent } from '#ui/alert-dialog'
import { Button } from '#ui/button'
import { DialogActs } from '#ui/dialog'

/** Asks before a budget is saved that refuses every request of the team from the next one on. */
export function AskStop({ onAnswer }: { onAnswer: (isMeant: boolean) => void }) {
  const [t, ui] = [useTranslations('suggest.stop'), useTranslations('ui')]
  return (
    <AlertDialog open onOpenChange={() => onAnswer(false)}>
      <AlertDialogContent over title={t('title')} text={t('text')}>
        <DialogActs>
          <AlertDialogCancel>{ui('cancel')}</AlertDialogCancel>
          <Button variant="destructive" onClick={() => onAnswer(true)}>
            {t('confirm')}
          </Button>
        </DialogActs>
      </AlertDialogContent>
    </AlertDialog>
  )
}
