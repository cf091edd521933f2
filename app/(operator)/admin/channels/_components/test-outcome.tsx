import { CircleCheck, CircleX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ChannelTest } from '#lib/portal/channels/test-channel'
import { testQuestion } from '#lib/portal/channels/test-question'
import { Badge } from '#ui/badge'
import { Duration } from '#ui/duration'
import { cn } from '../../../../_ui/cn'

/** What was asked, what came back, and how long it took. */
export function TestOutcome({ test }: { test: ChannelTest }) {
  const t = useTranslations('channels')
  return (
    <div role="status" data-testid="test-outcome" className="rounded border bg-muted px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <TestBadge ok={test.ok} />
        <span className="text-sm tabular-nums">
          {t('testLatency')} <Duration ms={test.latencyMs} />
        </span>
        {test.status === null ? null : (
          <span className="text-sm tabular-nums">
            {t('testStatus')} {test.status}
          </span>
        )}
      </div>
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-sm">
        <dt className="text-muted-foreground">{t('testAsked')}</dt>
        <dd className="font-mono break-words">{testQuestion}</dd>
        <dt className="text-muted-foreground">{t(test.ok ? 'testAnswered' : 'testError')}</dt>
        <dd className={cn('font-mono break-words whitespace-pre-wrap', !test.ok && 'text-destructive')}>
          {test.ok ? test.text : (test.error ?? test.text)}
        </dd>
      </dl>
    </div>
  )
}

export function TestBadge({ ok }: { ok: boolean }) {
  const t = useTranslations('channels')
  return (
    <Badge tone={ok ? 'success' : 'destructive'} icon={ok ? CircleCheck : CircleX}>
      {t(ok ? 'testOk' : 'testFailed')}
    </Badge>
  )
}
