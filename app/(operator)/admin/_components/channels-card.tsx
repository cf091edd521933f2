import { Ban, CircleCheck } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import type { Channel } from '#lib/portal/channels/channel'
import { showId } from '#lib/shared/ids'
import { Badge } from '#ui/badge'
import { Card, CardHead } from '#ui/card'
import { EmptyState } from '#ui/empty-state'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { ChannelActs } from './channel-acts'
import type { ChannelValues } from './channel-form'
import { CreateChannelDialog } from './create-channel-dialog'

export function ChannelsCard({ channels }: { channels: readonly Channel[] }) {
  const t = useTranslations('channels')
  return (
    <Card id="channels">
      <CardHead id="channels" title={t('title')} text={t('text')} act={<CreateChannelDialog />} />
      {channels.length === 0 ? (
        <EmptyState title={t('emptyTitle')} text={t('emptyText')} />
      ) : (
        <Table label={t('title')}>
          <TableHead>
            <Th>{t('name')}</Th>
            <Th className="max-md:hidden">{t('credentials')}</Th>
            <Th className="max-md:hidden">{t('models')}</Th>
            <Th numeric className="max-md:hidden">
              {t('priority')}
            </Th>
            <Th numeric className="max-md:hidden">
              {t('weight')}
            </Th>
            <Th>{t('status')}</Th>
            <Th className="w-10">
              <span className="sr-only">{t('acts')}</span>
            </Th>
          </TableHead>
          <tbody>
            {channels.map((channel) => (
              <ChannelLine key={channel.id} channel={channel} soleModels={soleModelsOf(channel, channels)} />
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  )
}

function ChannelLine({ channel, soleModels }: { channel: Channel; soleModels: string[] }) {
  const t = useTranslations('channels')
  const format = useFormatter()
  const models = channel.models.map(({ model }) => model)
  const named = soleModels.length === 0 ? null : nameModels(soleModels, (count) => t('moreModels', { count }))
  return (
    <Tr data-testid="channel">
      <Td className="max-w-72 py-2">
        <span className="block truncate font-medium">{channel.name}</span>
        <span className="block truncate text-muted-foreground" title={channel.baseUrl}>
          {channel.baseUrl}
        </span>
      </Td>
      <Td className="max-md:hidden">
        {channel.credentials.map(({ id, fingerprint }) => (
          <code key={id} className="block font-mono text-muted-foreground" title={t('fingerprint')}>
            {fingerprint}
          </code>
        ))}
      </Td>
      <Td className="max-w-56 max-md:hidden">
        <span className="block truncate font-mono" title={models.join(', ')}>
          {models.slice(0, 2).join(', ')}
        </span>
        {models.length > 2 ? <span className="text-muted-foreground">{t('moreModels', { count: models.length - 2 })}</span> : null}
      </Td>
      <Td numeric className="max-md:hidden">
        {format.number(channel.priority)}
      </Td>
      <Td numeric className="max-md:hidden">
        {format.number(channel.weight)}
      </Td>
      <Td>
        <Badge tone={channel.enabled ? 'success' : 'neutral'} icon={channel.enabled ? CircleCheck : Ban}>
          {t(channel.enabled ? 'enabled' : 'disabled')}
        </Badge>
      </Td>
      <Td className="text-right">
        <ChannelActs channel={toChannelValues(channel)} enabled={channel.enabled} models={models} soleModels={named} />
      </Td>
    </Tr>
  )
}

const namedModels = 5

/** A few by name, the rest by number. */
function nameModels(models: readonly string[], more: (count: number) => string): string {
  const names = models.slice(0, namedModels).join(', ')
  return models.length > namedModels ? `${names} ${more(models.length - namedModels)}` : names
}

/** What would be answered no more without this channel. */
function soleModelsOf(channel: Channel, channels: readonly Channel[]): string[] {
  if (!channel.enabled) return []
  const elsewhere = new Set(
    channels.flatMap((other) => (other.enabled && other.id !== channel.id ? other.models.map(({ model }) => model) : [])),
  )
  return channel.models.map(({ model }) => model).filter((model) => !elsewhere.has(model))
}

function toChannelValues(channel: Channel): ChannelValues {
  return {
    id: showId('chan', channel.id),
    name: channel.name,
    provider: channel.provider,
    base_url: channel.baseUrl,
    models: channel.models.map(({ model, upstreamModel }) => (upstreamModel ? `${model} = ${upstreamModel}` : model)).join('\n'),
    priority: String(channel.priority),
    weight: String(channel.weight),
  }
}
