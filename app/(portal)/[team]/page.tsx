import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { memberMay } from '#lib/portal/acting/permissions'
import { getBalance } from '#lib/portal/credits/get-balance'
import { listKeys } from '#lib/portal/keys/list-keys'
import { listManagementKeys } from '#lib/portal/management-keys/list-management-keys'
import { listModels } from '#lib/portal/models/list-models'
import { listRequests } from '#lib/portal/requests/list-requests'
import { env } from '#lib/shared/env'
import { PageHead } from '#ui/page-head'
import { requireTeam } from '../../_auth/require-team'
import { BalanceCard } from './_components/balance-card'
import { ConnectCard } from './_components/connect-card'
import { CreateKeyProvider } from './_components/create-key-dialog'
import { FirstSteps } from './_components/first-steps'
import { KeysCard } from './_components/keys-card'
import { ManagementKeysCard } from './_components/management-keys-card'
import { RequestsCard } from './_components/requests-card'
import { toKeyRow } from './_components/to-key-row'

type Params = Promise<{ team: string }>

const shownRequests = 20

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { team } = await requireTeam((await params).team)
  return { title: team.name }
}

export default async function TeamPage({ params }: { params: Params }) {
  const { team: shownId } = await params
  const { actor, team } = await requireTeam(shownId)
  const managesKeys = memberMay('management_key.read', team.role)
  const [t, balance, keys, managementKeys, requests, models] = await Promise.all([
    getTranslations('overview'),
    getBalance(actor, team.id),
    listKeys(actor, { teamId: team.id, limit: 100 }),
    managesKeys ? listManagementKeys(actor, { teamId: team.id }) : null,
    listRequests(actor, { teamId: team.id, limit: shownRequests }),
    listModels(actor, { teamId: team.id, limit: 1 }),
  ])
  const baseUrl = `${env().publicUrl}/api/v1`
  const model = models.items[0]?.name ?? 'model'
  return (
    <CreateKeyProvider team={shownId} baseUrl={baseUrl} model={model}>
      <PageHead title={t('title')} text={t('text')} />
      <BalanceCard balance={balance} />
      <KeysCard
        keys={keys.items.map((key) => toKeyRow(key, { role: team.role, userId: actor.userId, now: Date.now() }))}
        mayCreate={memberMay('key.create', team.role)}
      />
      {requests.items.length > 0 ? <ConnectCard baseUrl={baseUrl} model={model} /> : null}
      <RequestsCard requests={requests.items} empty={<FirstSteps baseUrl={baseUrl} model={model} />} />
      {managementKeys ? <ManagementKeysCard team={shownId} keys={managementKeys.items} /> : null}
    </CreateKeyProvider>
  )
}
