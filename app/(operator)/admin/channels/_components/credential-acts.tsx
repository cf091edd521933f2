'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '#ui/button'
import { ConfirmDialog } from '#ui/confirm-dialog'
import { Dialog, DialogActs, DialogClose, DialogContent } from '#ui/dialog'
import { InputField } from '#ui/field'
import { FormRefusal } from '#ui/form-refusal'
import { SubmitButton } from '#ui/submit-button'
import { useDone } from '#ui/use-done'
import { useFormAct } from '#ui/use-form-act'
import { fieldError } from '../../../../_auth/action-state'
import { removeCredentialAction, replaceCredentialAction } from '../_actions/channel-actions'

interface CredentialActsProps {
  /** Shown ids. */
  channel: string
  credential: string
  /** What people know it by. */
  shown: string
  /** Whether the channel has no other. */
  last: boolean
}

export function CredentialActs({ channel, credential, shown, last }: CredentialActsProps) {
  const t = useTranslations('channels')
  const [layer, setLayer] = useState<'replace' | 'erase' | null>(null)
  const close = () => setLayer(null)
  return (
    <>
      <Button variant="secondary" size="sm" onClick={() => setLayer('replace')} aria-label={t('replaceNamed', { name: shown })}>
        {t('replace')}
      </Button>
      <Button variant="destructive-ghost" size="sm" onClick={() => setLayer('erase')} aria-label={t('eraseNamed', { name: shown })}>
        {t('erase')}
      </Button>
      <Dialog open={layer === 'replace'} onOpenChange={close}>
        <DialogContent keep title={t('replaceNamed', { name: shown })} text={t('replaceText')}>
          <ReplaceForm channel={channel} credential={credential} close={close} />
        </DialogContent>
      </Dialog>
      <ConfirmDialog
        open={layer === 'erase'}
        onOpenChange={close}
        title={t('eraseNamed', { name: shown })}
        text={t(last ? 'eraseLastText' : 'eraseText')}
        confirm={t('erase')}
        action={removeCredentialAction}
        fields={{ channel, credential }}
      />
    </>
  )
}

function ReplaceForm({ channel, credential, close }: { channel: string; credential: string; close: () => void }) {
  const t = useTranslations()
  const [state, action] = useFormAct(replaceCredentialAction)
  useDone(state, close)
  return (
    <form action={action} noValidate className="flex flex-col gap-4">
      <FormRefusal state={state} />
      <input type="hidden" name="channel" value={channel} />
      <input type="hidden" name="credential" value={credential} />
      <InputField
        id="replacement"
        name="credentials"
        autoComplete="off"
        spellCheck={false}
        label={t('channels.newCredential')}
        error={fieldError(state, 'credentials')}
        className="font-mono"
      />
      <DialogActs>
        <DialogClose asChild>
          <Button variant="secondary">{t('ui.cancel')}</Button>
        </DialogClose>
        <SubmitButton>{t('channels.replace')}</SubmitButton>
      </DialogActs>
    </form>
  )
}
