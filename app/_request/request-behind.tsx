import { useFormatter, useTranslations } from 'next-intl'
import type { RequestBehind } from '#lib/portal/requests/get-request-detail'
import type { RequestRecord } from '#lib/portal/requests/request-row'
import { KeyValues } from '#ui/key-value'
import { Money } from '#ui/money'

/** Who served it and what that cost: for operators, never for customers. */
export function RequestBehindFacts({ behind, request }: { behind: RequestBehind; request: RequestRecord }) {
  const t = useTranslations('logs.behind')
  const format = useFormatter()
  const revenue = request.chargeNanos - request.refundedNanos
  const share = revenue > 0n ? Number((behind.marginNanos * 10_000n) / revenue) / 10_000 : null
  return (
    <KeyValues
      items={[
        { label: t('channel'), value: behind.channelId === null ? '–' : (behind.channelNames.get(behind.channelId) ?? t('deleted')) },
        { label: t('upstreamModel'), value: <span className="font-mono">{behind.upstreamModel ?? '–'}</span> },
        { label: t('hold'), value: <Money nanos={behind.holdNanos} as="charge" /> },
        { label: t('cost'), value: <Money nanos={behind.costNanos} as="charge" /> },
        {
          label: t('margin'),
          value: (
            <>
              <Money nanos={behind.marginNanos} as="charge" />
              {share === null ? null : (
                <span className="block text-muted-foreground">
                  {t('sharePercent', { share: format.number(share, { style: 'percent', maximumFractionDigits: 1 }) })}
                </span>
              )}
            </>
          ),
        },
      ]}
    />
  )
}
