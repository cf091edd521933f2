import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import type { UsageSum } from '#lib/portal/usage/usage-row'
import { Card, CardBody, CardHead } from '#ui/card'
import { Duration } from '#ui/duration'
import { KeyValues } from '#ui/key-value'
import { Money } from '#ui/money'

/** What the team has used of the model; undefined where it has not. */
export function UseCard({ use, logsHref }: { use: UsageSum | undefined; logsHref: string }) {
  const t = useTranslations('modelPage')
  const format = useFormatter()
  if (!use || use.requests === 0) {
    return (
      <Card>
        <CardHead title={t('use')} />
        <p className="px-5 py-4 text-muted-foreground max-md:px-4">{t('noUse')}</p>
      </Card>
    )
  }
  const input = use.inputTokens + use.cacheReadTokens + use.cacheWriteTokens
  const failed = use.failures > 0 ? ` · ${t('failures', { count: use.failures })}` : ''
  return (
    <Card>
      <CardHead
        title={t('use')}
        act={
          <Link href={logsHref} className="rounded-sm text-sm text-primary-text hover:underline">
            {t('logs')}
          </Link>
        }
      />
      <CardBody className="py-2 max-md:py-2">
        <KeyValues
          items={[
            { label: t('requests'), value: `${format.number(use.requests)}${failed}` },
            { label: t('spend'), value: <Money nanos={use.chargeNanos - use.refundedNanos} as="charge" /> },
            { label: t('inputTokens'), value: format.number(input) },
            { label: t('outputTokens'), value: format.number(use.outputTokens + use.reasoningTokens) },
            { label: t('latency'), value: <Duration ms={use.averageLatencyMs} /> },
            { label: t('ttft'), value: <Duration ms={use.averageTtftMs} /> },
          ]}
        />
      </CardBody>
    </Card>
  )
}
