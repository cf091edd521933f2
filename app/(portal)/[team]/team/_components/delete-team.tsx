'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '#ui/button'
import { ConfirmDialog } from '#ui/confirm-dialog'
import { Money } from '#ui/money'
import { deleteTeamAction } from '../_actions/member-actions'

export function DeleteTeam({ team, name, members, creditNanos }: { team: string; name: string; members: number; creditNanos: bigint }) {
  const t = useTranslations('team')
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button variant="destructive" onClick={() => setAsking(true)}>
        {t('delete')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('deleteTitle', { team: name })}
        text={t.rich('deleteText', { members, credit: () => <Money nanos={creditNanos} as="balance" /> })}
        confirm={t('delete')}
        action={deleteTeamAction}
        fields={{ team }}
        typed={name}
      />
    </>
  )
}
