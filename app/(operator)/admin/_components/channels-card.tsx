import { Ban, CircleCheck } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import type { Channel } from '#lib/portal/channels/channel'
import { showId } from '#lib/shared/ids'
import { Badge } from '#ui/badge'
import { Card, CardHead } from '#ui/card'
import { EmptyState } from '#ui/empty-state'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { ChannelActs } from './channel-acts'
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
              <ChannelLine key={channel.id} channel={channel} />
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  )
}

function ChannelLine({ channel }: { channel: Channel }) {
  const t = useTranslations('channels')
  const format = useFormatter()
  const models = channel.models.map(({ model }) => model)
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
        <ChannelActs id={showId('chan', channel.id)} name={channel.name} enabled={channel.enabled} models={models} />
      </Td>
    </Tr>
  )
}
