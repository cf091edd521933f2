import { Activity, ArrowLeft, Boxes, Building2, House, Palette, Route, ScrollText, Users } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { operatorMay } from '#lib/portal/acting/permissions'
import { showId } from '#lib/shared/ids'
import { ClientMessages } from '#ui/client-messages'
import { AppShell, OperatorHead } from '#ui/shell/app-shell'
import { requireOperator } from '../../_auth/require-operator'

const words = [
  'operator',
  'operatorHome',
  'channels',
  'models',
  'credit',
  'priceKind',
  'priceField',
  'requestStatus',
  'teams',
  'users',
  'audit',
  'system',
  'brand',
] as const

export default async function OperatorLayout({ children }: { children: ReactNode }) {
  const [{ account, teams, role }, t] = await Promise.all([requireOperator(), getTranslations()])
  const own = teams[0]
  return (
    <AppShell
      team={null}
      email={account.email}
      head={<OperatorHead />}
      sections={[
        { href: '/admin', label: t('operatorHome.title'), icon: <House aria-hidden /> },
        { href: '/admin/channels', label: t('channels.title'), icon: <Route aria-hidden /> },
        { href: '/admin/models', label: t('models.title'), icon: <Boxes aria-hidden /> },
        { href: '/admin/teams', label: t('teams.title'), icon: <Building2 aria-hidden /> },
        { href: '/admin/users', label: t('users.title'), icon: <Users aria-hidden /> },
        ...(operatorMay('audit.read', role) ? [{ href: '/admin/audit', label: t('audit.title'), icon: <ScrollText aria-hidden /> }] : []),
        { href: '/admin/system', label: t('system.title'), icon: <Activity aria-hidden /> },
        { href: '/admin/settings', label: t('brand.title'), icon: <Palette aria-hidden /> },
      ]}
      elsewhere={own ? [{ href: `/${showId('team', own.id)}`, label: t('operator.toTeam'), icon: <ArrowLeft aria-hidden /> }] : []}
    >
      <ClientMessages of={words}>{children}</ClientMessages>
    </AppShell>
  )
}
