import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { WebhookDelivery } from '#lib/portal/webhooks/list-deliveries'
import type { Webhook } from '#lib/portal/webhooks/webhook'
import { Badge } from '#ui/badge'
import { Time } from '#ui/time'

const tones = { delivered: 'success', waiting: 'neutral', failing: 'warning', given_up: 'destructive', refused: 'destructive' } as const
type EventWord = 'budget_threshold' | 'budget_exhausted' | 'key_blocked' | 'webhook_test'

/** One message as a line tells it. */
interface Sent {
  id: string
  kind: string
  state: keyof typeof tones
  at: Date
  /** What came of the newest attempt, where it was in vain. */
  tried: { status: number | null } | undefined
}

/** How the newest message or test fared, and behind it those before. */
export function DeliveryLines({ deliveries, lastTest }: { deliveries: readonly WebhookDelivery[]; lastTest: Webhook['lastTest'] }) {
  const t = useTranslations('webhooks')
  const sent = [...deliveries.map(toSent), ...(lastTest ? [toSentTest(lastTest)] : [])]
  const [last, ...earlier] = sent.toSorted((a, b) => b.at.getTime() - a.at.getTime())
  if (!last) return <span className="text-muted-foreground">{t('nothingSent')}</span>
  return (
    <>
      <Fate sent={last} />
      {earlier.length > 0 ? (
        <details className="group mt-1 text-sm">
          <summary className="inline-flex cursor-pointer list-none items-center gap-1 rounded-sm pr-1 text-muted-foreground hover:text-foreground max-md:min-h-9 [&::-webkit-details-marker]:hidden">
            <ChevronRight aria-hidden className="size-3.5 shrink-0 transition-transform group-open:rotate-90" />
            {t('earlier', { count: earlier.length })}
          </summary>
          <ul className="mt-1 flex flex-col gap-2">
            {earlier.map((one) => (
              <li key={one.id}>
                <Fate sent={one} />
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  )
}

/** One that was tried in vain, and will be again, says what came of it. */
function toSent({ id, kind, state, attempts, deliveredAt, createdAt }: WebhookDelivery): Sent {
  const tried = state === 'delivered' ? undefined : attempts.at(-1)
  return { id, kind, state: state === 'waiting' && tried ? 'failing' : state, at: deliveredAt ?? createdAt, tried }
}

function toSentTest({ at, status, error }: NonNullable<Webhook['lastTest']>): Sent {
  const failed = error !== null
  return { id: 'test', kind: 'webhook.test', state: failed ? 'refused' : 'delivered', at, tried: failed ? { status } : undefined }
}

function Fate({ sent: { kind, state, at, tried } }: { sent: Sent }) {
  const t = useTranslations('webhooks')
  const word = kind.replace('.', '_')
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
      <Time at={at} as="minute" className="text-muted-foreground tabular-nums" />
      <span className="w-full text-xs text-muted-foreground">
        {t.has(`kinds.${word as EventWord}`) ? t(`kinds.${word as EventWord}`) : kind}
        {tried ? ` · ${tried.status === null ? t('testUnreachable') : t('testRefused', { status: tried.status })}` : null}
      </span>
    </span>
  )
}
