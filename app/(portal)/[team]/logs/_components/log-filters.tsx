import { useTranslations } from 'next-intl'
import { requestStatuses } from '#lib/portal/requests/request-row'
import type { RequestFacets } from '#lib/portal/requests/list-request-facets'
import { showId } from '#lib/shared/ids'
import { parseUsd } from '#lib/shared/money'
import { ColumnChooser } from '#ui/column-chooser'
import { FilterChips } from '#ui/filter-chips'
import { SearchField } from '#ui/search-field'
import { formatCharge } from '../../../../../i18n/format-money'
import { type Query, readMany, readOne } from '../../../../_ui/read-query'
import { columns, leastCharges, spans } from '../_list/read-log-query'
import { DatesChip } from './dates-chip'

const withChosen = (known: readonly string[], chosen: readonly string[]) => [...new Set([...known, ...chosen])]

interface LogFiltersProps {
  facets: RequestFacets
  query: Query
  timeZone: string
}

/** What the list is narrowed to, and the way to one request by its id. */
export function LogFilters({ facets, query, timeZone }: LogFiltersProps) {
  const t = useTranslations('logs')
  const states = useTranslations('requestStatus')
  const tools = useTranslations('clientTools')
  const isDates = readOne(query, 'period') === 'custom'
  const keyName = ({ label, kind, isDeleted }: RequestFacets['keys'][number]) => {
    const shown = kind === 'playground' ? t('playground') : label
    return isDeleted ? t('filters.deletedKey', { name: shown }) : shown
  }
  const chosenModels = readMany(query, 'model').filter((model) => !facets.models.includes(model))
  const toolName = (tool: string) => {
    const key = tool as Parameters<typeof tools>[0]
    return tools.has(key) ? tools(key) : tool
  }
  /** Chips only where there is something to choose. */
  const optional = (param: 'user' | 'tag', known: readonly string[], label: string) => {
    const values = withChosen(known, readMany(query, param))
    return values.length === 0 ? [] : [{ param, label, multiple: true, options: values.map((value) => ({ value, label: value })) }]
  }
  const filters = [
    {
      param: 'status',
      label: t('filters.status'),
      multiple: true,
      closed: true,
      options: requestStatuses.map((value) => ({ value, label: states(value) })),
    },
    {
      param: 'model',
      label: t('filters.model'),
      multiple: true,
      options: [...facets.models, ...chosenModels].map((value) => ({ value, label: value })),
    },
    {
      param: 'key',
      label: t('filters.key'),
      multiple: true,
      options: facets.keys.map((key) => ({ value: showId('key', key.id), label: keyName(key) })),
    },
    {
      param: 'client',
      label: t('filters.client'),
      multiple: true,
      options: withChosen(facets.clients, readMany(query, 'client')).map((value) => ({ value, label: toolName(value) })),
    },
    ...optional('user', facets.endUsers, t('filters.user')),
    ...optional('tag', facets.tags, t('filters.tag')),
    {
      param: 'streamed',
      label: t('filters.streamed'),
      closed: true,
      options: (['yes', 'no'] as const).map((value) => ({ value, label: t(`filters.streams.${value}`) })),
    },
    {
      param: 'min',
      label: t('filters.min'),
      closed: true,
      options: leastCharges.map((value) => ({ value, label: t('filters.least', { amount: formatCharge(parseUsd(value)).text }) })),
    },
    ...(isDates
      ? []
      : [
          {
            param: 'period',
            label: t('filters.period'),
            closed: true,
            options: (Object.keys(spans) as (keyof typeof spans)[]).map((value) => ({ value, label: t(`filters.spans.${value}`) })),
          },
        ]),
  ]
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchField param="q" label={t('search')} className="w-56" />
      <FilterChips filters={filters}>
        <DatesChip timeZone={timeZone} />
      </FilterChips>
      <div className="ml-auto max-md:hidden">
        <ColumnChooser columns={columns.map((id) => ({ id, label: t(`columns.${id}`) }))} />
      </div>
    </div>
  )
}
