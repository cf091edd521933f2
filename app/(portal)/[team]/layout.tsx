import { Boxes, ChartColumn, Gauge, History, House, KeyRound, MessagesSquare, ScrollText, Shield, Users, Wallet } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { memberMay } from '#lib/portal/acting/permissions'
import { getBalance } from '#lib/portal/credits/get-balance'
import { showId } from '#lib/shared/ids'
import { Notice } from '#ui/notice'
import { AppShell } from '#ui/shell/app-shell'
import { TeamSwitcher } from '#ui/shell/team-switcher'
import { requireTeam } from '../../_auth/require-team'
import { RememberTeam } from './_components/remember-team'

export default async function TeamLayout({ children, params }: { children: ReactNode; params: Promise<{ team: string }> }) {
  const { team: shownId } = await params
  const { account, actor, team, teams } = await requireTeam(shownId)
  const [t, balance] = await Promise.all([getTranslations(), getBalance(actor, team.id)])
  const shown = (of: { id: string; name: string }) => ({ id: showId('team', of.id), name: of.name })
  return (
    <AppShell
      team={shownId}
      mayCreateKey={team.status === 'active' && memberMay('key.create', team.role)}
      email={account.email}
      head={<TeamSwitcher current={shown(team)} teams={teams.map(shown)} availableNanos={balance.availableNanos} />}
      sections={[
        { href: `/${shownId}`, label: t('overview.title'), icon: <House aria-hidden /> },
        { href: `/${shownId}/keys`, label: t('keys.title'), icon: <KeyRound aria-hidden /> },
        { href: `/${shownId}/usage`, label: t('usage.title'), icon: <ChartColumn aria-hidden /> },
        { href: `/${shownId}/logs`, label: t('logs.title'), icon: <ScrollText aria-hidden /> },
        ...(memberMay('ledger.read', team.role)
          ? [{ href: `/${shownId}/credit`, label: t('teamCredit.title'), icon: <Wallet aria-hidden /> }]
          : []),
        { href: `/${shownId}/models`, label: t('catalogue.title'), icon: <Boxes aria-hidden /> },
        { href: `/${shownId}/playground`, label: t('playground.title'), icon: <MessagesSquare aria-hidden /> },
        {
          href: `/${shownId}/budgets`,
          also: [`/${shownId}/policy`, `/${shownId}/webhooks`],
          label: t('budgets.title'),
          icon: <Gauge aria-hidden />,
        },
        { href: `/${shownId}/team`, also: [`/${shownId}/members`], label: t('team.title'), icon: <Users aria-hidden /> },
        ...(memberMay('audit.read', team.role)
          ? [{ href: `/${shownId}/audit`, label: t('audit.title'), icon: <History aria-hidden /> }]
          : []),
      ]}
      elsewhere={account.operatorRole ? [{ href: '/admin', label: t('overview.operator'), icon: <Shield aria-hidden /> }] : []}
    >
      <RememberTeam team={shownId} />
      {team.status === 'active' ? null : <Notice>{t('team.closed')}</Notice>}
      {children}
    </AppShell>
  )
}
