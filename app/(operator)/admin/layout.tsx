import { ArrowLeft, Boxes, Coins, Route } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { showId } from '#lib/shared/ids'
import { AppShell, OperatorHead } from '#ui/shell/app-shell'
import { requireOperator } from '../../_auth/require-operator'

export default async function OperatorLayout({ children }: { children: ReactNode }) {
  const [{ account, teams }, t] = await Promise.all([requireOperator(), getTranslations('operator')])
  const own = teams[0]
  return (
    <AppShell
      area="operator"
      email={account.email}
      head={<OperatorHead />}
      sections={[
        { href: '/admin', label: t('channels'), icon: <Route aria-hidden /> },
        { href: '/admin#models', label: t('models'), icon: <Boxes aria-hidden /> },
        { href: '/admin#credit', label: t('credit'), icon: <Coins aria-hidden /> },
      ]}
      elsewhere={own ? [{ href: `/${showId('team', own.id)}`, label: t('toTeam'), icon: <ArrowLeft aria-hidden /> }] : []}
    >
      {children}
    </AppShell>
  )
}
