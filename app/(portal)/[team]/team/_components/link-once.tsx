'use client'

import { useTranslations } from 'next-intl'
import { Button } from '#ui/button'
import { CopyButton } from '#ui/copy-button'
import { DialogActs, DialogClose } from '#ui/dialog'
import { Notice } from '#ui/notice'

/** A link that is shown this once, for whoever has to hand it over; stands in a dialog. */
export function LinkOnce({ link, email }: { link: string; email: string }) {
  const t = useTranslations()
  return (
    <>
      <div className="flex flex-col items-start gap-3">
        <Notice className="self-stretch">{t('team.linkOnce', { email })}</Notice>
        <code data-testid="invite-link" className="self-stretch rounded border bg-muted px-3 py-2.5 font-mono text-sm break-all select-all">
          {link}
        </code>
        <CopyButton text={link} label={t('team.copyLink')} variant="primary" />
      </div>
      <DialogActs>
        <DialogClose asChild>
          <Button variant="secondary">{t('ui.done')}</Button>
        </DialogClose>
      </DialogActs>
    </>
  )
}
