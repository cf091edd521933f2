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
    const { httpStatus, error, testedAt } = failedTest
    const words = t(httpStatus === null ? 'channels.testUnreached' : 'channels.testBrief')
    return (
      <Trouble
        words={words}
        tone={tone}
        title={error ?? words}
        code={httpStatus === null ? null : `HTTP ${httpStatus}`}
        at={testedAt}
        now={now}
      />
    )
  }
  if (!lastFailure) return <span className="text-muted-foreground">{t('channels.noTrouble')}</span>
  const { code, httpStatus, at } = lastFailure
  const [brief, any] = [`channels.failureWords.${code}`, `errors.${code}`] as Parameters<typeof t>[0][]
  const words = brief && t.has(brief) ? t(brief) : any && t.has(any) ? t(any) : t('channels.testFailed')
  const shownCode = httpStatus === null ? code : `${httpStatus} ${code}`
  return <Trouble words={words} tone={tone} title={`${words} (${shownCode})`} code={shownCode} at={at} now={now} />
}

interface TroubleProps {
  words: string
  tone: string
  title: string
  code: string | null
  at: Date
  now: Date
}

/** In words; what a search or a colleague asks for stands small under it. */
function Trouble({ words, tone, title, code, at, now }: TroubleProps) {
  return (
    <span className="block max-w-64" title={title}>
      <span className={cn('block truncate', tone)}>{words}</span>
      <span className="block truncate text-xs text-muted-foreground">
        {code === null ? null : (
          <>
            <code className="font-mono">{code}</code>
            {' · '}
          </>
        )}
        <RelativeTime at={at} now={now} />
      </span>
    </span>
  )
}
