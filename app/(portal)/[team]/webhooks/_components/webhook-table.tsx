import { useTranslations } from 'next-intl'
import type { WebhookDelivery } from '#lib/portal/webhooks/list-deliveries'
import type { Webhook } from '#lib/portal/webhooks/webhook'
import { showId } from '#lib/shared/ids'
import { Badge } from '#ui/badge'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { Time } from '#ui/time'
import { WebhookActs } from './webhook-acts'

interface WebhookTableProps {
  rows: readonly { webhook: Webhook; last: WebhookDelivery | null }[]
  mayChange: boolean
}

const tones = { delivered: 'success', waiting: 'neutral', given_up: 'destructive' } as const
type EventWord = 'budget_threshold' | 'budget_exhausted' | 'key_blocked'

export function WebhookTable({ rows, mayChange }: WebhookTableProps) {
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
        {rows.map(({ webhook, last }) => (
          <Tr key={webhook.id} data-testid="webhook">
            <Td className="max-w-96 py-2 max-md:max-w-52">
              <span className="block truncate font-mono" title={webhook.url}>
                {webhook.url}
              </span>
              {webhook.enabled ? null : <Badge>{t('off')}</Badge>}
            </Td>
            <Td className="py-2 text-muted-foreground max-md:hidden">
              {webhook.events.map((event) => t(`kinds.${event.replace('.', '_') as EventWord}`)).join(', ')}
            </Td>
            <Td className="whitespace-nowrap max-md:hidden">
              {last === null ? (
                <span className="text-muted-foreground">{t('nothingSent')}</span>
              ) : (
                <span className="flex items-center gap-2">
                  <Badge tone={tones[last.state]}>{t(`states.${last.state}`)}</Badge>
                  <Time at={last.deliveredAt ?? last.createdAt} as="minute" className="text-muted-foreground tabular-nums" />
                </span>
              )}
            </Td>
            {mayChange ? (
              <Td className="text-right max-md:px-1!">
                <WebhookActs id={showId('hook', webhook.id)} url={webhook.url} enabled={webhook.enabled} />
              </Td>
            ) : null}
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
