'use client'

import { Check, ChevronsUpDown, Plus } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '../dropdown-menu'
import { Money } from '../money'

export interface SwitcherTeam {
  /** The shown id, `team_…`. */
  id: string
  name: string
}

interface TeamSwitcherProps {
  current: SwitcherTeam
  teams: readonly SwitcherTeam[]
  availableNanos: bigint
}

/** Whose pages these are, what that team has left, and the way to the reader's other teams. */
export function TeamSwitcher({ current, teams, availableNanos }: TeamSwitcherProps) {
  const t = useTranslations('shell')
  return (
    <DropdownMenu>
      <DropdownMenuTrigger className="flex h-11 w-full items-center gap-2.5 rounded px-2 text-left transition-colors hover:bg-hover narrow:justify-center narrow:px-0">
        <span
          aria-hidden
          className="flex size-7 shrink-0 items-center justify-center rounded-sm bg-foreground text-sm font-semibold text-background"
        >
          {[...current.name][0]?.toUpperCase()}
        </span>
        <span className="min-w-0 flex-1 narrow:sr-only max-md:flex max-md:items-baseline max-md:justify-between max-md:gap-3">
          <span className="block truncate text-sm font-semibold leading-5">{current.name}</span>
          <Money nanos={availableNanos} as="balance" className="block text-xs leading-4 text-muted-foreground" />
        </span>
        <span className="sr-only">{t('switchTeam')}</span>
        <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted-foreground narrow:hidden" />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" className="w-60">
        <DropdownMenuLabel>{t('teams')}</DropdownMenuLabel>
        {teams.map((team) => (
          <DropdownMenuItem key={team.id} asChild>
            <Link href={`/${team.id}`} aria-current={team.id === current.id ? 'true' : undefined}>
              <span className="min-w-0 flex-1 truncate">{team.name}</span>
              {team.id === current.id ? <Check aria-hidden className="text-primary-text" /> : null}
            </Link>
          </DropdownMenuItem>
        ))}
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <Link href="/new-team">
            <Plus aria-hidden />
            {t('newTeam')}
          </Link>
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
