import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { getBalance } from '#lib/portal/credits/get-balance'
import { listModels } from '#lib/portal/models/list-models'
import { listRequests } from '#lib/portal/requests/list-requests'
import { env } from '#lib/shared/env'
import { PageHead } from '#ui/page-head'
import { requireTeam } from '../../_auth/require-team'
import { BalanceCard } from './_components/balance-card'
import { FirstSteps } from './_components/first-steps'
import { RequestsCard } from './_components/requests-card'

type Params = Promise<{ team: string }>

const shownRequests = 20

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { team } = await requireTeam((await params).team)
  return { title: team.name }
}

export default async function TeamPage({ params }: { params: Params }) {
  const { team: shownId } = await params
  const { actor, team } = await requireTeam(shownId)
  const [t, balance, requests, models] = await Promise.all([
    getTranslations('overview'),
    getBalance(actor, team.id),
    listRequests(actor, { teamId: team.id, limit: shownRequests }),
    listModels(actor, { teamId: team.id, limit: 1 }),
  ])
  const baseUrl = `${env().publicUrl}/api/v1`
  const model = models.items[0]?.name ?? 'model'
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <BalanceCard balance={balance} />
      <RequestsCard requests={requests.items} empty={<FirstSteps baseUrl={baseUrl} model={model} />} />
    </>
  )
}
