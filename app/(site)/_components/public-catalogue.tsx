import { getTranslations } from 'next-intl/server'
import { listPublicCatalogue } from '#lib/portal/models/list-public-catalogue'
import type { CatalogueModel } from '#lib/portal/models/read-catalogue'
import { log } from '#lib/shared/log'
import { ErrorState } from '#ui/error-state'
import { CatalogueList } from '../../_catalogue/catalogue-list'
import type { Query } from '../../_ui/read-query'

const pageSize = 30

/** Models and prices for anybody; the page around it stands while they cannot be read. */
export async function PublicCatalogue({ query }: { query: Query }) {
  const models = await readModels()
  if (models === null) {
    const t = await getTranslations('home')
    return <ErrorState title={t('models')} text={t('modelsAway')} />
  }
  return <CatalogueList models={models} query={query} path="/" anchor="#models" pageSize={pageSize} />
}

async function readModels(): Promise<readonly CatalogueModel[] | null> {
  try {
    return await listPublicCatalogue()
  } catch (error) {
    log.warn('public_catalogue_not_read', {}, error)
    return null
  }
}
