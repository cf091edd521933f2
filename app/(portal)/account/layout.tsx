import { ArrowLeft, Shield, UserRound } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { memberMay } from '#lib/portal/acting/permissions'
import { getBalance } from '#lib/portal/credits/get-balance'
import { showId } from '#lib/shared/ids'
import { Brand } from '#ui/brand'
import { ClientMessages } from '#ui/client-messages'
import { AppShell } from '#ui/shell/app-shell'
import { TeamSwitcher } from '#ui/shell/team-switcher'
import { lastTeam, requireAccount } from '../../_auth/current-account'

/** The reader's own pages, beside the team they were last at. */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  const { account, actor, teams } = await requireAccount()
  const team = await lastTeam(teams)
  const [t, balance] = await Promise.all([getTranslations(), team ? getBalance(actor, team.id) : null])
  const shown = (of: { id: string; name: string }) => ({ id: showId('team', of.id), name: of.name })
  return (
    <AppShell
      team={team ? showId('team', team.id) : null}
      mayCreateKey={team?.status === 'active' && memberMay('key.create', team.role)}
      email={account.email}
      head={
        team && balance ? (
          <TeamSwitcher current={shown(team)} teams={teams.map(shown)} availableNanos={balance.availableNanos} />
        ) : (
          <Brand className="h-11 px-2" />
        )
      }
      sections={[
        ...(team
          ? [{ href: `/${showId('team', team.id)}`, label: t('account.back', { team: team.name }), icon: <ArrowLeft aria-hidden /> }]
          : []),
        { href: '/account', label: t('account.title'), icon: <UserRound aria-hidden /> },
      ]}
      elsewhere={account.operatorRole ? [{ href: '/admin', label: t('overview.operator'), icon: <Shield aria-hidden /> }] : []}
    >
      <ClientMessages of={['account']}>{children}</ClientMessages>
    </AppShell>
  )
}
