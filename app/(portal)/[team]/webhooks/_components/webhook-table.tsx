import { useTranslations } from 'next-intl'
import { webhookEvents } from '#lib/portal/notices/notice'
import type { WebhookDelivery } from '#lib/portal/webhooks/list-deliveries'
import type { Webhook } from '#lib/portal/webhooks/webhook'
import { showId } from '#lib/shared/ids'
import { Badge } from '#ui/badge'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { DeliveryLines } from './delivery-lines'
import { WebhookActs } from './webhook-acts'

interface WebhookTableProps {
  rows: readonly { webhook: Webhook; deliveries: readonly WebhookDelivery[] }[]
  mayChange: boolean
  /** Addresses need not be https or public. */
  takesPrivate: boolean
}

type EventWord = 'budget_threshold' | 'budget_exhausted' | 'key_blocked'

export function WebhookTable({ rows, mayChange, takesPrivate }: WebhookTableProps) {
  const t = useTranslations('webhooks')
  return (
    <Table label={t('title')}>
      <TableHead>
        <Th>{t('url')}</Th>
        <Th className="max-md:hidden">{t('events')}</Th>
        <Th className="max-md:hidden">{t('last')}</Th>
        {mayChange ? (
          <Th className="w-10">
            <span className="sr-only">{t('acts')}</span>
          </Th>
        ) : null}
      </TableHead>
      <tbody>
        {rows.map(({ webhook, deliveries }) => (
          <Tr key={webhook.id} data-testid="webhook">
            <Td className="max-w-96 py-2 max-md:max-w-52">
              <span className="block truncate font-mono" title={webhook.url}>
                {webhook.url}
              </span>
              {webhook.enabled ? null : <Badge>{t('off')}</Badge>}
              <div className="mt-1 text-sm md:hidden">
                <DeliveryLines deliveries={deliveries} lastTest={webhook.lastTest} />
              </div>
            </Td>
            <Td className="py-2 text-muted-foreground max-md:hidden">
              {webhook.events.map((event) => t(`kinds.${event.replace('.', '_') as EventWord}`)).join(' · ')}
            </Td>
            <Td className="py-2 max-md:hidden">
              <DeliveryLines deliveries={deliveries} lastTest={webhook.lastTest} />
            </Td>
            {mayChange ? (
              <Td className="text-right max-md:px-1!">
                <WebhookActs
                  subject={{
                    id: showId('hook', webhook.id),
                    url: webhook.url,
                    enabled: webhook.enabled,
                    events: webhook.events,
                    choices: webhookEvents,
                    takesPrivate,
                  }}
                />
              </Td>
            ) : null}
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
