import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { listManagementKeys } from '#lib/portal/management-keys/list-management-keys'
import { requireTeam } from '../../../../_auth/require-team'
import { pageOrStart } from '../../../../_ui/page-or-start'
import { type Query, readOne } from '../../../../_ui/read-query'
import { CreateManagementKeyDialog } from '../_components/create-management-key-dialog'
import { KeysHead } from '../_components/keys-head'
import { ManagementKeysCard } from '../_components/management-keys-card'

interface ManagementKeysPageProps {
  params: Promise<{ team: string }>
  searchParams: Promise<Query>
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('managementKeys')
  return { title: t('title') }
}

export default async function ManagementKeysPage({ params, searchParams }: ManagementKeysPageProps) {
  const [{ team: shownId }, query] = await Promise.all([params, searchParams])
  const { actor, team } = await requireTeam(shownId, 'management_key.read')
  const cursor = readOne(query, 'cursor')
  const href = `/${shownId}/keys/management`
  const page = await pageOrStart(() => listManagementKeys(actor, { teamId: team.id, cursor }), href)
  return (
    <>
      <KeysHead team={shownId} current="management" managesKeys act={<CreateManagementKeyDialog team={shownId} />} />
      <ManagementKeysCard
        keys={page.items}
        nextHref={page.nextCursor === null ? null : `${href}?cursor=${page.nextCursor}`}
        firstHref={cursor === undefined ? null : href}
      />
    </>
  )
}
