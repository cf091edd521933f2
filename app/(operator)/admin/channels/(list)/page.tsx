import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { operatorMay } from '#lib/portal/acting/permissions'
import { providers } from '#lib/portal/channels/channel'
import { channelStates, failedShare } from '#lib/portal/channels/channel-standing'
import { type ChannelOverview, listChannelOverviews, maxListedChannels } from '#lib/portal/channels/list-channel-overviews'
import { Button } from '#ui/button'
import { Card } from '#ui/card'
import { ColumnChooser } from '#ui/column-chooser'
import { EmptyState } from '#ui/empty-state'
import { FilterChips } from '#ui/filter-chips'
import { PageHead } from '#ui/page-head'
import { SearchField } from '#ui/search-field'
import { requireOperator } from '../../../../_auth/require-operator'
import { ShowAll } from '../../_components/show-all'
import { type Query, readHidden, readMany, readOne } from '../../../../_ui/read-query'
import { readSort } from '../../../../_ui/sort'
import { ChannelTable } from '../_components/channel-table'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('channels')
  return { title: t('title') }
}

const sortValues = {
  name: (channel: ChannelOverview) => channel.name.toLowerCase(),
  priority: (channel: ChannelOverview) => channel.priority,
  models: (channel: ChannelOverview) => channel.models.length,
  requests: ({ standing }: ChannelOverview) => standing.requests + standing.failovers,
  failed: ({ standing }: ChannelOverview) => failedShare(standing) ?? -1,
  p95: ({ standing }: ChannelOverview) => standing.p95LatencyMs ?? -1,
}
const sortNames = Object.keys(sortValues) as (keyof typeof sortValues)[]
const columns = ['order', 'models', 'trouble', 'requests24h', 'failed24h', 'p95'] as const

export default async function ChannelsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const [{ actor, role }, query, t] = await Promise.all([requireOperator(), searchParams, getTranslations('channels')])
  const now = new Date()
  const provider = providers.find((name) => name === readOne(query, 'provider'))
  const found = await listChannelOverviews(actor, { search: readOne(query, 'q'), provider, now })
  const states = readMany(query, 'state')
  const sort = readSort(query, sortNames, '-priority')
  const channels = sorted(
    found.filter((channel) => states.length === 0 || states.includes(channel.state)),
    sort,
  )
  const mayChange = operatorMay('channel.change', role)
  const narrowed = ['q', 'provider', 'state'].some((name) => readOne(query, name) !== undefined)
  const create = (
    <Button asChild>
      <Link href="/admin/channels/new">
        <Plus aria-hidden />
        {t('create')}
      </Link>
    </Button>
  )
  return (
    <>
      <PageHead title={t('title')} text={t('text')} act={mayChange ? create : undefined} />
      <div className="flex flex-wrap items-center gap-2">
        <SearchField param="q" label={t('search')} />
        <FilterChips
          filters={[
            {
              param: 'state',
              label: t('state'),
              multiple: true,
              options: channelStates.map((value) => ({ value, label: t(`states.${value}`) })),
            },
            { param: 'provider', label: t('provider'), options: providers.map((value) => ({ value, label: t(`providers.${value}`) })) },
          ]}
        />
        <span className="ml-auto max-md:hidden">
          <ColumnChooser columns={columns.map((name) => ({ id: name.replace('24h', ''), label: t(name) }))} />
        </span>
      </div>
      <Card>
        {channels.length === 0 ? (
          narrowed ? (
            <EmptyState title={t('noneFound')} text={t('noneFoundText')} act={<ShowAll href="/admin/channels" />} />
          ) : (
            <EmptyState title={t('emptyTitle')} text={t('emptyText')} act={mayChange ? create : undefined} />
          )
        ) : (
          <ChannelTable channels={channels} mayChange={mayChange} hidden={readHidden(query)} now={now} />
        )}
      </Card>
      <p className="text-sm text-muted-foreground">
        {t('p95Note')}
        {found.length === maxListedChannels ? ` ${t('tooMany', { count: maxListedChannels })}` : ''}
      </p>
    </>
  )
}

function sorted(channels: ChannelOverview[], { by, descending }: { by: keyof typeof sortValues; descending: boolean }): ChannelOverview[] {
  const value = sortValues[by]
  const order = (a: ChannelOverview, b: ChannelOverview) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0)
  return channels.toSorted((a, b) => (descending ? order(b, a) : order(a, b)))
}
