'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '#ui/button'
import { Dialog, DialogActs, DialogClose, DialogContent } from '#ui/dialog'
import { InputField } from '#ui/field'
import { KeyTest } from './key-test'
import type { KeySubject } from './key-subject'

/** Tries a key from the list: its secret has to be pasted, as only a hash of it is kept. */
export function TestKeyDialog({ subject, close }: { subject: KeySubject; close: () => void }) {
  const t = useTranslations()
  const [secret, setSecret] = useState('')
  const pasted = secret.trim()
  return (
    <Dialog open onOpenChange={close}>
      <DialogContent keep title={t('keys.testTitle', { name: subject.name })} text={t('keys.testText')}>
        <div className="flex flex-col gap-4">
          <InputField
            id="key-secret"
            type="password"
            autoComplete="off"
            spellCheck={false}
            label={t('keys.testSecret')}
            hint={t('keys.testSecretHint', { display: subject.display })}
            value={secret}
            onChange={(event) => setSecret(event.target.value)}
          />
          <KeyTest key={pasted} secret={pasted} expected={subject} />
        </div>
        <DialogActs>
          <DialogClose asChild>
            <Button variant="secondary">{t('ui.done')}</Button>
          </DialogClose>
        </DialogActs>
      </DialogContent>
    </Dialog>
  )
}
