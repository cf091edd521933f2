'use client'

import { Ellipsis } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { buttonClass } from '#ui/button'
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuSeparator, DropdownMenuTrigger } from '#ui/dropdown-menu'
import { toast } from '#ui/toast'
import { removeMemberAction } from '../_actions/member-actions'
import { ChangeRoleDialog } from './change-role-dialog'
import { GoDialog } from './go-dialog'
import type { MemberPlace, MemberSubject } from './member-subject'

/** What an owner or admin may do about one member. */
export function MemberMenu({ place, member }: { place: MemberPlace; member: MemberSubject }) {
  const t = useTranslations('team')
  const [asking, setAsking] = useState<'role' | 'remove' | null>(null)
  const close = () => setAsking(null)
  const { email } = member
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger className={buttonClass('ghost', 'icon')} aria-label={t('actsOf', { email })}>
          <Ellipsis aria-hidden />
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={() => setAsking('role')}>{t('changeRole')}</DropdownMenuItem>
          <DropdownMenuItem asChild>
            <Link href={`/${place.team}/members/${member.id}`}>{t('policyOf')}</Link>
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem destructive onSelect={() => setAsking('remove')}>
            {t('remove')}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {asking === 'role' ? <ChangeRoleDialog place={place} member={member} close={close} /> : null}
      {asking === 'remove' ? (
        <GoDialog
          title={t('removeTitle', { email })}
          text={t('removeText')}
          keysLabel={t('keysLeft', { count: member.keys })}
          keysHint={t('keysLeftHint')}
          confirm={t('remove')}
          action={removeMemberAction}
          fields={{ team: place.team, user: member.id }}
          keys={member.keys}
          heirs={place.heirs.filter(({ id }) => id !== member.id)}
          close={close}
          done={() => toast.success(t('removed', { email }))}
        />
      ) : null}
    </>
  )
}
