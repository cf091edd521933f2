import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { memberMay } from '#lib/portal/acting/permissions'
import { listCatalogue } from '#lib/portal/models/list-catalogue'
import { suggestModel } from '#lib/portal/models/suggest-model'
import { env } from '#lib/shared/env'
import { showId } from '#lib/shared/ids'
import { Card } from '#ui/card'
import { EmptyState } from '#ui/empty-state'
import { PageHead } from '#ui/page-head'
import { formatCharge } from '../../../../i18n/format-money'
import { requireTeam } from '../../../_auth/require-team'
import { type Query, readOne } from '../../../_ui/read-query'
import { Playground } from './_components/playground'

interface PlaygroundPageProps {
  params: Promise<{ team: string }>
  searchParams: Promise<Query>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('playground'))('title') }
}

export default async function PlaygroundPage({ params, searchParams }: PlaygroundPageProps) {
  const [{ team: shownId }, query] = await Promise.all([params, searchParams])
  const { actor, team } = await requireTeam(shownId)
  const [t, catalogue, suggested] = await Promise.all([
    getTranslations('playground'),
    listCatalogue(actor, team.id),
    suggestModel(actor, team.id),
  ])
  const models = catalogue.filter((model) => model.available && model.outputModalities.includes('text'))
  const closed = closedFor(team, models.length)
  if (closed !== null) {
    return (
      <>
        <PageHead title={t('title')} text={t('text')} />
        <Card>
          <EmptyState title={t(`closed.${closed}.title`)} text={t(`closed.${closed}.text`)} />
        </Card>
      </>
    )
  }
  return (
    <Playground
      team={shownId}
      models={models.map((model) => ({
        name: model.name,
        title: model.displayName,
        vendor: model.vendor,
        maxOutputTokens: model.maxOutputTokens,
        reasoning: model.capabilities.includes('reasoning'),
        input: formatCharge(model.price.rates.input).text,
        output: formatCharge(model.price.rates.output).text,
      }))}
      suggested={suggested}
      chosen={{ model: readOne(query, 'model') ?? null, compare: readOne(query, 'compare') ?? null }}
      storageKey={`tollgate-playground:${shownId}:${showId('user', actor.userId)}`}
      baseUrl={`${env().publicUrl}/api/v1`}
    />
  )
}

/** Why there is nothing to try here; null where there is. */
function closedFor(team: { role: string; status: string }, models: number): 'role' | 'team' | 'models' | null {
  if (!memberMay('playground.use', team.role)) return 'role'
  if (team.status !== 'active') return 'team'
  return models === 0 ? 'models' : null
}
