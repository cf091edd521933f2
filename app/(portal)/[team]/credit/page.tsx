import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { memberMay } from '#lib/portal/acting/permissions'
import { listLedger } from '#lib/portal/credits/list-ledger'
import { getBalance } from '#lib/portal/credits/get-balance'
import { Card } from '#ui/card'
import { EmptyState } from '#ui/empty-state'
import { PageHead } from '#ui/page-head'
import { TabLinks } from '#ui/tab-links'
import { requireTeam } from '../../../_auth/require-team'
import { pageOrStart } from '../../../_ui/page-or-start'
import { type Query, readOne } from '../../../_ui/read-query'
import { AskForCredit } from '../_components/ask-for-credit'
import { BalanceCard } from '../_components/balance-card'
import { EntriesCard } from './_components/entries-card'

interface CreditPageProps {
  params: Promise<{ team: string }>
  searchParams: Promise<Query>
}

const listed = 50

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('teamCredit'))('title') }
}

/** Where a team's credit came from and where it went, with the reasons the operator gave. */
export default async function CreditPage({ params, searchParams }: CreditPageProps) {
  const [{ team: shownId }, query] = await Promise.all([params, searchParams])
  const { actor, team } = await requireTeam(shownId)
  const t = await getTranslations('teamCredit')
  const head = <PageHead title={t('title')} text={t('text')} />
  if (!memberMay('ledger.read', team.role)) {
    return (
      <>
        {head}
        <Card>
          <EmptyState title={t('closedTitle')} text={t('closedText')} />
        </Card>
      </>
    )
  }
  const path = `/${shownId}/credit`
  const withCharges = readOne(query, 'show') === 'all'
  const here = withCharges ? `${path}?show=all` : path
  const cursor = readOne(query, 'cursor')
  const [balance, entries] = await Promise.all([
    getBalance(actor, team.id),
    pageOrStart(() => listLedger(actor, { teamId: team.id, withCharges, limit: listed, cursor }), here),
  ])
  return (
    <>
      {head}
      <BalanceCard balance={balance} />
      <p className="text-sm text-muted-foreground">{t.rich('add', { ask: () => <AskForCredit /> })}</p>
      <TabLinks
        label={t('views')}
        tabs={[
          { href: path, label: t('movements'), current: !withCharges },
          { href: `${path}?show=all`, label: t('everything'), current: withCharges },
        ]}
      />
      <EntriesCard
        entries={entries.items}
        nextHref={
          entries.nextCursor === null
            ? null
            : `${path}?${new URLSearchParams({ ...(withCharges && { show: 'all' }), cursor: entries.nextCursor })}`
        }
        firstHref={cursor === undefined ? null : here}
      />
    </>
  )
}
