import { House, KeyRound, Receipt, Shield } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { getBalance } from '#lib/portal/credits/get-balance'
import { showId } from '#lib/shared/ids'
import { AppShell } from '#ui/shell/app-shell'
import { TeamSwitcher } from '#ui/shell/team-switcher'
import { requireTeam } from '../../_auth/require-team'

export default async function TeamLayout({ children, params }: { children: ReactNode; params: Promise<{ team: string }> }) {
  const { team: shownId } = await params
  const { account, actor, team, teams } = await requireTeam(shownId)
  const [t, balance] = await Promise.all([getTranslations('overview'), getBalance(actor, team.id)])
  const shown = (of: { id: string; name: string }) => ({ id: showId('team', of.id), name: of.name })
  return (
    <AppShell
      area="team"
      email={account.email}
      head={<TeamSwitcher current={shown(team)} teams={teams.map(shown)} availableNanos={balance.availableNanos} />}
      sections={[
        { href: `/${shownId}`, label: t('title'), icon: <House aria-hidden /> },
        { href: `/${shownId}#keys`, label: t('keys'), icon: <KeyRound aria-hidden /> },
        { href: `/${shownId}#requests`, label: t('requests'), icon: <Receipt aria-hidden /> },
      ]}
      elsewhere={account.operatorRole ? [{ href: '/admin', label: t('operator'), icon: <Shield aria-hidden /> }] : []}
    >
      {children}
    </AppShell>
  )
}
