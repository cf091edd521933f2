import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { listModels } from '#lib/portal/models/list-models'
import { PageHead } from '#ui/page-head'
import { requireOperator } from '../../_auth/require-operator'
import { ModelsCard } from './_components/models-card'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('operator')
  return { title: t('title') }
}

export default async function OperatorPage({ searchParams }: { searchParams: Promise<{ models?: string }> }) {
  const [{ actor }, { models: cursor }] = await Promise.all([requireOperator(), searchParams])
  const [t, models] = await Promise.all([getTranslations('operator'), listModels(actor, { limit: 100, cursor })])
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <ModelsCard models={models.items} nextCursor={models.nextCursor} />
    </>
  )
}
