import { useTranslations } from 'next-intl'
import type { RequestAttempt } from '#lib/portal/requests/request-attempts'
import { cn } from '../_ui/cn'

/** How one try ended; operators read at which channel. */
export function AttemptOutcome({ attempt, channelName }: { attempt: RequestAttempt; channelName: string | null }) {
  const t = useTranslations('logs')
  const words = useTranslations('errors')
  const { failure, status } = attempt
  const key = failure as Parameters<typeof words>[0]
  const outcome =
    failure === null ? t('timeline.answered') : failure === 'client_gone' ? t('timeline.clientGone') : words.has(key) ? words(key) : failure
  return (
    <span className="flex flex-wrap gap-x-2">
      {channelName === null ? null : <span className="text-foreground">{channelName || t('behind.deleted')}</span>}
      <span className={cn(failure !== null && failure !== 'client_gone' && 'text-destructive')}>{outcome}</span>
      {status === null ? null : <span className="tabular-nums">{t('timeline.status', { status })}</span>}
    </span>
  )
}
