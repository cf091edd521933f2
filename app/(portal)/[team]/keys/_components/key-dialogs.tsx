'use client'

import { useFormatter, useNow, useTranslations } from 'next-intl'
import { ConfirmDialog } from '#ui/confirm-dialog'
import { deleteKeyAction, disableKeyAction, disableKeysAction } from '../_actions/key-actions'
import { CreateKeyDialog } from './create-key-dialog'
import { EditKeyDialog } from './edit-key-dialog'
import type { KeyAsk, KeyPlace, KeySubject } from './key-subject'
import { RotateKeyDialog } from './rotate-key-dialog'
import { TestKeyDialog } from './test-key-dialog'

interface KeyDialogsProps {
  ask: KeyAsk
  place: KeyPlace
  close: () => void
}

export function KeyDialogs({ ask, place, close }: KeyDialogsProps) {
  const t = useTranslations('keys')
  switch (ask.act) {
    case 'create':
      return <CreateKeyDialog place={place} close={close} />
    case 'edit':
      return <EditKeyDialog place={place} subject={ask.key} close={close} />
    case 'rotate':
      return <RotateKeyDialog place={place} subject={ask.key} close={close} />
    case 'test':
      return <TestKeyDialog subject={ask.key} close={close} />
    case 'delete':
      return <DeleteKeyDialog subject={ask.key} close={close} />
    case 'disable':
      return (
        <ConfirmDialog
          open
          onOpenChange={close}
          title={t('disableTitle', { name: ask.key.name })}
          text={t('disableText')}
          confirm={t('disable')}
          action={disableKeyAction}
          fields={{ key: ask.key.id }}
          done={t('nowDisabled', { name: ask.key.name })}
        />
      )
    case 'disableMany':
      return (
        <ConfirmDialog
          open
          onOpenChange={close}
          title={t('disableManyTitle', { count: ask.keys.length })}
          text={t('disableManyText')}
          confirm={t('disable')}
          action={async (before, form) => {
            const outcome = await disableKeysAction(before, form)
            if (outcome.status === 'done') ask.done()
            return outcome
          }}
          fields={{ keys: ask.keys.join(',') }}
          done={t('nowDisabledMany', { count: ask.keys.length })}
        />
      )
  }
}

/** Says what stops working, and how lately it was working. */
function DeleteKeyDialog({ subject: { id, name, lastUsedAt }, close }: { subject: KeySubject; close: () => void }) {
  const t = useTranslations('keys')
  const format = useFormatter()
  const now = useNow()
  const used = lastUsedAt === null ? t('deleteUnused') : t('deleteLastUsed', { when: format.relativeTime(lastUsedAt, now) })
  return (
    <ConfirmDialog
      open
      onOpenChange={close}
      title={t('deleteTitle', { name })}
      text={
        <>
          {t('deleteText')} <strong className="font-medium text-foreground">{used}</strong>
        </>
      }
      confirm={t('delete')}
      action={deleteKeyAction}
      fields={{ key: id }}
      typed={name}
    />
  )
}
