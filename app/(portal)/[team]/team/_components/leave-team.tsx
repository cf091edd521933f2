'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '#ui/button'
import { leaveTeamAction } from '../_actions/member-actions'
import { GoDialog } from './go-dialog'
import type { Heir } from './member-subject'

export function LeaveTeam({ team, name, keys, heirs }: { team: string; name: string; keys: number; heirs: readonly Heir[] }) {
  const t = useTranslations('team')
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button variant="secondary" onClick={() => setAsking(true)}>
        {t('leave')}
      </Button>
      {asking ? (
        <GoDialog
          title={t('leaveTitle', { team: name })}
          text={t('leaveText')}
          keysLabel={t('ownKeysLeft', { count: keys })}
          keysHint={t('ownKeysLeftHint')}
          confirm={t('leave')}
          action={leaveTeamAction}
          fields={{ team }}
          keys={keys}
          heirs={heirs}
          close={() => setAsking(false)}
        />
      ) : null}
    </>
  )
}
