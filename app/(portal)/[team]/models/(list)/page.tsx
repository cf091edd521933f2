import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { listCatalogue } from '#lib/portal/models/list-catalogue'
import { PageHead } from '#ui/page-head'
import { requireTeam } from '../../../../_auth/require-team'
import { CatalogueList } from '../../../../_catalogue/catalogue-list'
import { modelPath } from '../../../../_catalogue/model-path'
import type { Query } from '../../../../_ui/read-query'

interface ModelsPageProps {
  params: Promise<{ team: string }>
  searchParams: Promise<Query>
}

const pageSize = 100

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('catalogue'))('title') }
}

export default async function ModelsPage({ params, searchParams }: ModelsPageProps) {
  const [{ team: shownId }, query] = await Promise.all([params, searchParams])
  const { actor, team } = await requireTeam(shownId)
  const [t, models] = await Promise.all([getTranslations('catalogue'), listCatalogue(actor, team.id)])
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <CatalogueList
        models={models}
        query={query}
        path={`/${shownId}/models`}
        pageSize={pageSize}
        hrefOf={(name) => modelPath(shownId, name)}
      />
    </>
  )
}
