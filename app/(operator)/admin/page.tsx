import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { listModels } from '#lib/portal/models/list-models'
import { listTeams } from '#lib/portal/teams/list-teams'
import { showId } from '#lib/shared/ids'
import { PageHead } from '#ui/page-head'
import { requireOperator } from '../../_auth/require-operator'
import { CreditCard } from './_components/credit-card'
import { ModelsCard } from './_components/models-card'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('operator')
  return { title: t('title') }
}

export default async function OperatorPage({ searchParams }: { searchParams: Promise<{ models?: string }> }) {
  const [{ actor }, { models: cursor }] = await Promise.all([requireOperator(), searchParams])
  const [t, models, teams] = await Promise.all([
    getTranslations('operator'),
    listModels(actor, { limit: 100, cursor }),
    listTeams(actor, { limit: 200 }),
  ])
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <ModelsCard models={models.items} nextCursor={models.nextCursor} />
      <CreditCard teams={teams.items.map((team) => ({ id: showId('team', team.id), name: team.name }))} />
    </>
  )
}
