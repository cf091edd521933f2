import { Download } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { operatorMay } from '#lib/portal/acting/permissions'
import { listPricedModels, maxPricedModels } from '#lib/portal/models/list-priced-models'
import type { Model } from '#lib/portal/models/model'
import { leastMargin } from '#lib/portal/models/model-margin'
import { Button } from '#ui/button'
import { Card } from '#ui/card'
import { EmptyState } from '#ui/empty-state'
import { FilterChips } from '#ui/filter-chips'
import { PageHead } from '#ui/page-head'
import { SearchField } from '#ui/search-field'
import { showPercent } from '../../../../_auth/form-fields'
import { requireOperator } from '../../../../_auth/require-operator'
import { ShowAll } from '../../_components/show-all'
import { type Query, readMany, readOne } from '../../../../_ui/read-query'
import { readSort } from '../../../../_ui/sort'
import { modelState } from '../_components/model-state'
import { type ModelRow, ModelTable } from '../_components/model-table'
import { NewPrice } from '../_components/new-price'

const states = ['sold', 'unpriced', 'unserved', 'loss'] as const
const sorts = ['name', 'input', 'output', 'margin'] as const

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('models')
  return { title: t('title') }
}

export default async function ModelsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const [{ actor, role }, query, t] = await Promise.all([requireOperator(), searchParams, getTranslations('models')])
  const all = (await listPricedModels(actor, { search: readOne(query, 'q') })).map(toRow)
  const wanted = readMany(query, 'state')
  const fits = (model: ModelRow) => wanted.includes(model.state) || (wanted.includes('loss') && (model.margin ?? 0) < 0)
  const { by, descending } = readSort(query, sorts, 'name')
  const models = (wanted.length === 0 ? all : all.filter(fits)).toSorted((a, b) => (descending ? order(b[by], a[by]) : order(a[by], b[by])))
  const mayPrice = operatorMay('price.change', role) && operatorMay('catalogue.change', role)
  const acts = (
    <div className="flex flex-wrap gap-2">
      <NewPrice />
      <Button asChild>
        <Link href="/admin/models/import">
          <Download aria-hidden />
          {t('import')}
        </Link>
      </Button>
    </div>
  )
  return (
    <>
      <PageHead title={t('title')} text={t('text')} act={mayPrice ? acts : undefined} />
      <div className="flex flex-wrap items-center gap-2">
        <SearchField param="q" label={t('search')} />
        <FilterChips
          filters={[{ param: 'state', label: t('status'), multiple: true, options: states.map((value) => ({ value, label: t(value) })) }]}
        />
        <span className="ml-auto text-sm text-muted-foreground max-md:ml-0">{t('count', { count: models.length })}</span>
      </div>
      {models.length === 0 ? (
        <Card>
          <EmptyState
            title={t(all.length === 0 && !readOne(query, 'q') ? 'emptyTitle' : 'noneFound')}
            text={t(all.length === 0 && !readOne(query, 'q') ? 'emptyText' : 'noneFoundText')}
            act={all.length === 0 && !readOne(query, 'q') ? undefined : <ShowAll href="/admin/models" />}
          />
        </Card>
      ) : (
        <ModelTable models={models} mayChange={operatorMay('catalogue.change', role)} />
      )}
      {all.length === maxPricedModels ? <p className="text-sm text-muted-foreground">{t('tooMany', { count: maxPricedModels })}</p> : null}
    </>
  )
}

function toRow(model: Model): ModelRow {
  return {
    name: model.name,
    vendor: model.vendor,
    state: modelState(model),
    input: model.sellPrice?.rates.input ?? null,
    output: model.sellPrice?.rates.output ?? null,
    request: model.sellPrice?.requestNanos ?? null,
    costInput: model.costPrice?.rates.input ?? null,
    costOutput: model.costPrice?.rates.output ?? null,
    margin: leastMargin(model),
    markup: showPercent(model.markupPpm),
  }
}

/** What is not known stands last, whichever way the rest goes up. */
function order(a: string | number | bigint | null, b: string | number | bigint | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return a < b ? -1 : a > b ? 1 : 0
}
