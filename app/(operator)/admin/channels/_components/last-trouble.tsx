import { useTranslations } from 'next-intl'
import type { ChannelState, ChannelStanding } from '#lib/portal/channels/channel-standing'
import { RelativeTime } from '#ui/relative-time'
import { cn } from '../../../../_ui/cn'

/** The newest of a channel's last failed request and last failed test, and how long ago; red only while the channel fails. */
export function LastTrouble({ standing, state, now }: { standing: ChannelStanding; state: ChannelState; now: Date }) {
  const t = useTranslations()
  const { lastFailure, lastTest } = standing
  const tone = state === 'failing' ? 'text-destructive' : 'text-muted-foreground'
  const failedTest = lastTest && !lastTest.ok && (!lastFailure || lastTest.testedAt > lastFailure.at) ? lastTest : null
  if (failedTest) {
    return (
      <span className="block max-w-56 truncate" title={failedTest.error ?? undefined}>
        <span className={tone}>
          {failedTest.httpStatus === null ? t('channels.testUnreached') : t('channels.testBrief', { status: failedTest.httpStatus })}
        </span>
        <RelativeTime at={failedTest.testedAt} now={now} className="block text-muted-foreground" />
      </span>
    )
  }
  if (!lastFailure) return <span className="text-muted-foreground">{t('channels.noTrouble')}</span>
  const words = `errors.${lastFailure.code}` as Parameters<typeof t>[0]
  return (
    <span className="block max-w-56 truncate" title={t.has(words) ? t(words) : lastFailure.code}>
      <code className={cn('font-mono', tone)}>
        {lastFailure.httpStatus === null ? lastFailure.code : `${lastFailure.httpStatus} ${lastFailure.code}`}
      </code>
      <RelativeTime at={lastFailure.at} now={now} className="block text-muted-foreground" />
    </span>
  )
}
