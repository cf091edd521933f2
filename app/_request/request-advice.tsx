import { CircleAlert, Info } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { RequestRecord } from '#lib/portal/requests/request-row'
import { cn } from '../_ui/cn'

/** For a request that did not succeed: what happened, and what to do about it. */
export function RequestAdvice({ request: { status, errorCode } }: { request: RequestRecord }) {
  const t = useTranslations('logs')
  const words = useTranslations('errors')
  if (status === 'succeeded') return null
  const code = errorCode as Parameters<typeof words>[0] | null
  const isKnown = code !== null && words.has(code)
  const isOwnDoing = status === 'aborted'
  const Icon = isOwnDoing ? Info : CircleAlert
  return (
    <div
      className={cn(
        'flex items-start gap-3 rounded border px-4 py-3 text-sm',
        isOwnDoing || status === 'orphaned'
          ? 'bg-muted'
          : status === 'failed'
            ? 'border-destructive/40 bg-destructive-soft'
            : 'bg-warning-soft',
      )}
    >
      <Icon aria-hidden className="h-[1lh] w-4 shrink-0" />
      <dl className="flex min-w-0 flex-col gap-2">
        <div>
          <dt className="font-medium">{t('panel.happened')}</dt>
          <dd>{isKnown ? words(code) : t(`states.${status}`)}</dd>
        </div>
        <div>
          <dt className="font-medium">{t('panel.whatToDo')}</dt>
          <dd>{isKnown ? t(`advice.${code}`) : t(`stateAdvice.${status}`)}</dd>
        </div>
      </dl>
    </div>
  )
}
