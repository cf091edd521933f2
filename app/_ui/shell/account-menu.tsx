'use client'

import { CircleUser, LogOut, UserRound } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { signOut } from '../../_auth/auth-actions'
import { buttonClass } from '../button'
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuLabel, DropdownMenuTrigger } from '../dropdown-menu'
import { useReach } from '../use-reach'

export function AccountMenu({ email }: { email: string }) {
  const t = useTranslations()
  const [, leave] = useTransition()
  const reach = useReach()
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        className={buttonClass(
          'ghost',
          'md',
          'justify-start! px-2.5! font-normal! text-muted-foreground narrow:justify-center! narrow:px-0!',
        )}
        aria-label={t('shell.account', { email })}
        title={email}
      >
        <CircleUser aria-hidden />
        <span className="min-w-0 truncate narrow:sr-only">{email}</span>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" side="top">
        <DropdownMenuLabel>{email}</DropdownMenuLabel>
        <DropdownMenuItem asChild>
          <Link href="/account">
            <UserRound aria-hidden className="text-muted-foreground" />
            {t('shell.accountPage')}
          </Link>
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => leave(() => reach(signOut))}>
          <LogOut aria-hidden className="text-muted-foreground" />
          {t('auth.signOut')}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
