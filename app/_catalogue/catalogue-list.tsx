import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import type { CatalogueModel } from '#lib/portal/models/read-catalogue'
import { Button } from '#ui/button'
import { Card } from '#ui/card'
import { EmptyState } from '#ui/empty-state'
import { FilterChips } from '#ui/filter-chips'
import { Pager } from '#ui/pager'
import { SearchField } from '#ui/search-field'
import { type Query, readMany, readOne } from '../_ui/read-query'
import { useCatalogueNames } from './catalogue-names'
import { CatalogueTable } from './catalogue-table'
import { distinctOf, narrowCatalogue, readCatalogueQuery } from './narrow-catalogue'

interface CatalogueListProps {
  models: readonly CatalogueModel[]
  query: Query
  /** The address of the list itself. */
  path: string
  pageSize: number
  /** Where on the page the list stands, when it is not all of it. */
  anchor?: string
  hrefOf?: (name: string) => string
}

/** Search, filters, the models that fit, and the way on; all of its state is in the address. */
export function CatalogueList({ models, query, path, pageSize, anchor = '', hrefOf }: CatalogueListProps) {
  const t = useTranslations('catalogue')
  const names = useCatalogueNames()
  const asked = readCatalogueQuery(query)
  const fitting = narrowCatalogue(models, asked)
  const skipped = asked.skipped < fitting.length ? asked.skipped : 0
  const shown = fitting.slice(skipped, skipped + pageSize)
  const options = (values: readonly string[], label: (value: string) => string) => values.map((value) => ({ value, label: label(value) }))
  const same = (text: string) => text
  const filters = [
    {
      param: 'vendor',
      label: t('vendor'),
      multiple: true,
      options: options(
        distinctOf(models, (model) => [model.vendor]),
        same,
      ),
    },
    {
      param: 'capability',
      label: t('capability'),
      multiple: true,
      options: options(
        distinctOf(models, (model) => model.capabilities),
        names.capability,
      ),
    },
    {
      param: 'modality',
      label: t('modality'),
      multiple: true,
      options: options(
        distinctOf(models, (model) => [...model.inputModalities, ...model.outputModalities]),
        names.modality,
      ),
    },
  ].filter((filter) => filter.options.length > 1)
  return (
    <Card>
      <div className="flex flex-wrap items-center gap-2 border-b px-5 py-3 max-md:px-4">
        <SearchField param="q" label={t('search')} />
        <FilterChips filters={filters} />
        <Count shown={shown.length} fitting={fitting.length} total={models.length} skipped={skipped} />
      </div>
      {shown.length > 0 ? (
        <>
          <CatalogueTable models={shown} hrefOf={hrefOf} />
          <Pager
            nextHref={skipped + pageSize < fitting.length ? hrefAt(path, query, skipped + pageSize) + anchor : null}
            firstHref={skipped > 0 ? hrefAt(path, query, 0) + anchor : null}
          />
        </>
      ) : models.length === 0 ? (
        <EmptyState title={t('emptyTitle')} text={t('emptyText')} />
      ) : (
        <EmptyState
          title={t('noMatchTitle')}
          text={t('noMatchText')}
          act={
            <Button asChild variant="secondary" size="sm">
              <Link href={path + anchor}>{t('showAll')}</Link>
            </Button>
          }
        />
      )}
    </Card>
  )
}

function Count({ shown, fitting, total, skipped }: { shown: number; fitting: number; total: number; skipped: number }) {
  const t = useTranslations('catalogue')
  const format = useFormatter()
  const words =
    shown < fitting
      ? t('range', { from: format.number(skipped + 1), to: format.number(skipped + shown), total: format.number(fitting) })
      : fitting < total
        ? t('countOf', { count: format.number(fitting), total: format.number(total) })
        : t('count', { count: total })
  return (
    <p role="status" className="ml-auto text-sm text-muted-foreground tabular-nums">
      {words}
    </p>
  )
}

/** The same list, begun further on. */
function hrefAt(path: string, query: Query, skipped: number): string {
  const next = new URLSearchParams()
  const sort = readOne(query, 'sort')
  const search = readOne(query, 'q')
  if (search) next.set('q', search)
  for (const name of ['vendor', 'capability', 'modality']) for (const value of readMany(query, name)) next.append(name, value)
  if (sort) next.set('sort', sort)
  if (skipped > 0) next.set('cursor', String(skipped))
  return next.size === 0 ? path : `${path}?${next}`
}
