import { useTranslations } from 'next-intl'
import { webhookEvents } from '#lib/portal/notices/notice'
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

const tones = { delivered: 'success', waiting: 'neutral', failing: 'warning', given_up: 'destructive' } as const
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
              <span className="mt-1 block text-sm md:hidden">
                <Last delivery={last} />
              </span>
            </Td>
            <Td className="py-2 text-muted-foreground max-md:hidden">
              {webhook.events.map((event) => t(`kinds.${event.replace('.', '_') as EventWord}`)).join(' · ')}
            </Td>
            <Td className="py-2 max-md:hidden">
              <Last delivery={last} />
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

/** How the newest message fared; one that was tried in vain and will be again says what came of it. */
function Last({ delivery }: { delivery: WebhookDelivery | null }) {
  const t = useTranslations('webhooks')
  if (delivery === null) return <span className="text-muted-foreground">{t('nothingSent')}</span>
  const tried = delivery.state === 'delivered' ? undefined : delivery.attempts.at(-1)
  const state = delivery.state === 'waiting' && tried ? 'failing' : delivery.state
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
      <Time at={delivery.deliveredAt ?? delivery.createdAt} as="minute" className="text-muted-foreground tabular-nums" />
      {tried ? (
        <span className="w-full text-xs text-muted-foreground">
          {tried.status === null ? t('testUnreachable') : t('testRefused', { status: tried.status })}
        </span>
      ) : null}
    </span>
  )
}
