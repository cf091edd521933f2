import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { WebhookDelivery } from '#lib/portal/webhooks/list-deliveries'
import { Badge } from '#ui/badge'
import { Time } from '#ui/time'

const tones = { delivered: 'success', waiting: 'neutral', failing: 'warning', given_up: 'destructive' } as const
type EventWord = 'budget_threshold' | 'budget_exhausted' | 'key_blocked'

/** How the newest message fared, and behind it those before. */
export function DeliveryLines({ deliveries }: { deliveries: readonly WebhookDelivery[] }) {
  const t = useTranslations('webhooks')
  const [last, ...earlier] = deliveries
  if (!last) return <span className="text-muted-foreground">{t('nothingSent')}</span>
  return (
    <>
      <Fate delivery={last} />
      {earlier.length > 0 ? (
        <details className="group mt-1 text-sm">
          <summary className="inline-flex cursor-pointer list-none items-center gap-1 rounded-sm pr-1 text-muted-foreground hover:text-foreground max-md:min-h-9 [&::-webkit-details-marker]:hidden">
            <ChevronRight aria-hidden className="size-3.5 shrink-0 transition-transform group-open:rotate-90" />
            {t('earlier', { count: earlier.length })}
          </summary>
          <ul className="mt-1 flex flex-col gap-2">
            {earlier.map((delivery) => (
              <li key={delivery.id}>
                <Fate delivery={delivery} />
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  )
}

/** One that was tried in vain, and will be again, says what came of it. */
function Fate({ delivery }: { delivery: WebhookDelivery }) {
  const t = useTranslations('webhooks')
  const tried = delivery.state === 'delivered' ? undefined : delivery.attempts.at(-1)
  const state = delivery.state === 'waiting' && tried ? 'failing' : delivery.state
  const word = delivery.kind.replace('.', '_')
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
      <Time at={delivery.deliveredAt ?? delivery.createdAt} as="minute" className="text-muted-foreground tabular-nums" />
      <span className="w-full text-xs text-muted-foreground">
        {t.has(`kinds.${word as EventWord}`) ? t(`kinds.${word as EventWord}`) : delivery.kind}
        {tried ? ` · ${tried.status === null ? t('testUnreachable') : t('testRefused', { status: tried.status })}` : null}
      </span>
    </span>
  )
}
