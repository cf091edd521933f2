import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import type { ChannelOverview } from '#lib/portal/channels/list-channel-overviews'
import { failedShare } from '#lib/portal/channels/channel-standing'
import { showId } from '#lib/shared/ids'
import { SortTh } from '#ui/sort-th'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { ChannelStateBadge } from './channel-state-badge'
import { ChannelSwitch } from './channel-switch'
import { LastTrouble } from './last-trouble'
import { nameModels } from './name-models'
import { TestButton } from './test-channel-dialog'

interface ChannelTableProps {
  channels: readonly ChannelOverview[]
  mayChange: boolean
  hidden: ReadonlySet<string>
  now: Date
}

export function ChannelTable({ channels, mayChange, hidden, now }: ChannelTableProps) {
  const t = useTranslations('channels')
  const has = (column: string) => !hidden.has(column)
  return (
    <Table label={t('title')}>
      <TableHead>
        <Th>{t('on')}</Th>
        <SortTh name="name">{t('name')}</SortTh>
        <Th>{t('state')}</Th>
        {has('order') ? (
          <SortTh name="priority" numeric initial="descending" className="max-md:hidden">
            {t('order')}
          </SortTh>
        ) : null}
        {has('models') ? (
          <SortTh name="models" numeric className="max-md:hidden">
            {t('models')}
          </SortTh>
        ) : null}
        {has('trouble') ? <Th className="max-md:hidden">{t('trouble')}</Th> : null}
        {has('requests') ? (
          <SortTh name="requests" numeric className="max-md:hidden">
            {t('requests24h')}
          </SortTh>
        ) : null}
        {has('failed') ? (
          <SortTh name="failed" numeric>
            {t('failed24h')}
          </SortTh>
        ) : null}
        {has('p95') ? (
          <SortTh name="p95" numeric className="max-md:hidden">
            {t('p95')}
          </SortTh>
        ) : null}
        {mayChange ? (
          <Th className="w-10 max-md:hidden">
            <span className="sr-only">{t('test')}</span>
          </Th>
        ) : null}
      </TableHead>
      <tbody>
        {channels.map((channel) => (
          <ChannelRow key={channel.id} channel={channel} mayChange={mayChange} has={has} now={now} />
        ))}
      </tbody>
    </Table>
  )
}

interface ChannelRowProps {
  channel: ChannelOverview
  mayChange: boolean
  has: (column: string) => boolean
  now: Date
}

function ChannelRow({ channel, mayChange, has, now }: ChannelRowProps) {
  const t = useTranslations('channels')
  const format = useFormatter()
  const { standing } = channel
  const id = showId('chan', channel.id)
  const share = failedShare(standing)
  const sole = nameModels(channel.soleModels, (count) => t('moreModels', { count }))
  return (
    <Tr data-testid="channel">
      <Td>
        <ChannelSwitch id={id} name={channel.name} enabled={channel.enabled} mayChange={mayChange} soleModels={sole} />
      </Td>
      <Td className="max-w-48 py-1.5 max-md:w-full max-md:max-w-0">
        <Link href={`/admin/channels/${id}`} className="block truncate font-medium hover:underline">
          {channel.name}
        </Link>
        <span className="block truncate text-muted-foreground" title={channel.baseUrl}>
          {channel.baseUrl.replace(/^https?:\/\//, '')}
        </span>
      </Td>
      <Td>
        <ChannelStateBadge state={channel.state} />
      </Td>
      {has('order') ? (
        <Td numeric className="max-md:hidden">
          {format.number(channel.priority)} <span className="text-muted-foreground">/ {format.number(channel.weight)}</span>
        </Td>
      ) : null}
      {has('models') ? (
        <Td numeric className="max-md:hidden" title={channel.models.map(({ model }) => model).join(', ')}>
          {format.number(channel.models.length)}
        </Td>
      ) : null}
      {has('trouble') ? (
        <Td className="max-md:hidden">
          <LastTrouble standing={standing} state={channel.state} now={now} />
        </Td>
      ) : null}
      {has('requests') ? (
        <Td numeric className="max-md:hidden">
          {format.number(standing.requests + standing.failovers)}
        </Td>
      ) : null}
      {has('failed') ? (
        <Td numeric className={share !== null && share >= 0.05 ? 'text-destructive' : undefined}>
          {share === null ? '–' : format.number(share, { style: 'percent', maximumFractionDigits: 1 })}
        </Td>
      ) : null}
      {has('p95') ? (
        <Td numeric className="max-md:hidden">
          {standing.p95LatencyMs === null ? '–' : format.number(standing.p95LatencyMs)}
        </Td>
      ) : null}
      {mayChange ? (
        <Td className="text-right max-md:hidden">
          {channel.models.length > 0 ? <TestButton id={id} name={channel.name} models={channel.models.map(({ model }) => model)} /> : null}
        </Td>
      ) : null}
    </Tr>
  )
}
