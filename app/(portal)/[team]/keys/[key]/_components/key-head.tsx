import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { type ApiKey, blockedByFailures } from '#lib/portal/keys/api-key'
import type { KeyPeople } from '#lib/portal/keys/team-key'
import { keyStateOf } from '#lib/portal/keys/team-key'
import { KeyStatus } from '#ui/key-status'
import { Notice } from '#ui/notice'
import { Time } from '#ui/time'
import { KeyMaker, KeyOwner } from '../../_components/key-people'
import { BlockKey } from './block-key'

interface KeyHeadProps {
  keyOf: ApiKey & KeyPeople & { secretsEnded: boolean }
  /** The shown ids. */
  team: string
  shownKey: string
  mayChange: boolean
  mayGovern: boolean
  now: Date
}

export function KeyHead({ keyOf, team, shownKey, mayChange, mayGovern, now }: KeyHeadProps) {
  const [t, keys] = [useTranslations('policy'), useTranslations('keys')]
  const blocked = keyOf.status === 'blocked'
  const byFailures = keyOf.blockReason === blockedByFailures
  const mayLift = mayGovern || (mayChange && byFailures)
  const reason = byFailures ? t('blockedByFailures') : keyOf.blockReason
  return (
    <>
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <Link
            href={`/${team}/keys`}
            className="inline-flex items-center gap-1 text-sm text-muted-foreground hover:text-foreground max-md:min-h-9"
          >
            <ArrowLeft aria-hidden className="size-3.5" />
            {t('backToKeys')}
          </Link>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="min-w-0 truncate text-xl font-semibold">{keyOf.name}</h1>
            <KeyStatus status={keyStateOf(keyOf, now)} />
          </div>
          <code className="font-mono text-sm text-muted-foreground">{keyOf.display}</code>
          <p className="text-sm text-muted-foreground">
            {keys.rich('madeBy', { who: () => <KeyMaker of={keyOf} />, when: () => <Time at={keyOf.createdAt} as="day" /> })}
            <span className="empty:hidden max-md:block md:before:content-['_·_']">
              <KeyOwner of={keyOf} />
            </span>
          </p>
        </div>
        {blocked ? (
          mayLift ? (
            <BlockKey shownKey={shownKey} name={keyOf.name} blocked />
          ) : null
        ) : mayGovern && mayChange ? (
          <BlockKey shownKey={shownKey} name={keyOf.name} blocked={false} />
        ) : null}
      </header>
      {blocked ? (
        <Notice>
          {t('blockedFor', { reason: reason ?? '' })} {keyOf.blockedAt ? <Time at={keyOf.blockedAt} as="minute" /> : null}
        </Notice>
      ) : null}
      {keyOf.secretsEnded ? <Notice>{keys('secretsEnded')}</Notice> : null}
    </>
  )
}
