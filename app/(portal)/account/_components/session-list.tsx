import { useTranslations } from 'next-intl'
import type { OwnSession } from '#lib/portal/accounts/own-sessions'
import { Badge } from '#ui/badge'
import { Time } from '#ui/time'
import { describeBrowser } from './describe-browser'
import { EndSession } from './end-session'

/** Where the reader is signed in; the session of this browser is marked, and ended by signing out. */
export function SessionList({ sessions, currentId }: { sessions: readonly OwnSession[]; currentId: string | null }) {
  const t = useTranslations('account.sessions')
  if (sessions.length === 0) return null
  return (
    <ul tabIndex={-1} className="divide-y border-b" aria-label={t('list')}>
      {sessions.map((session) => {
        const browser = describeBrowser(session.userAgent)
        return (
          <li key={session.id} data-testid="session" className="flex items-center justify-between gap-4 px-5 py-3 max-md:px-4">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-2">
                <span className="truncate font-medium">{browser ?? t('unknown')}</span>
                {session.id === currentId ? <Badge>{t('current')}</Badge> : null}
              </p>
              <p className="text-sm text-muted-foreground">
                {t.rich('since', {
                  since: () => <Time at={session.createdAt} className="whitespace-nowrap" />,
                  used: () => <Time at={session.usedAt} className="whitespace-nowrap" />,
                })}
              </p>
            </div>
            {session.id === currentId ? null : <EndSession id={session.id} browser={browser ?? t('unknown')} usedAt={session.usedAt} />}
          </li>
        )
      })}
    </ul>
  )
}
