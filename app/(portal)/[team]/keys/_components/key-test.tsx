'use client'

import { CircleCheck, CircleX, Play } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { type ReactNode, useState, useTransition } from 'react'
import { parseUsd } from '#lib/shared/money'
import { Button } from '#ui/button'
import { CopyButton } from '#ui/copy-button'
import { Money } from '#ui/money'
import { type KeyTestOutcome, runKeyTest } from './run-key-test'

interface KeyTestProps {
  /** Empty until one is pasted. */
  secret: string
  /** The key it should turn out to be. */
  expected?: { id: string; name: string }
}

/** One tiny request with a key, from this browser, and what came of it. */
export function KeyTest({ secret, expected }: KeyTestProps) {
  const t = useTranslations('keys')
  const [outcome, setOutcome] = useState<KeyTestOutcome | null>(null)
  const [pending, start] = useTransition()
  const run = () => start(async () => setOutcome(await runKeyTest(secret)))
  return (
    <div className="flex flex-col items-start gap-3">
      <Button variant="secondary" size="sm" onClick={run} disabled={secret === ''} aria-disabled={pending || undefined}>
        <Play aria-hidden />
        {t(pending ? 'testing' : 'testRun')}
      </Button>
      <div role="status" className="w-full empty:hidden">
        {outcome === null || pending ? null : outcome.ok ? (
          <Success outcome={outcome} expected={expected} />
        ) : (
          <Failure outcome={outcome} />
        )}
      </div>
    </div>
  )
}

type Of<Ok extends boolean> = Extract<KeyTestOutcome, { ok: Ok }>

function Success({ outcome, expected }: { outcome: Of<true>; expected: KeyTestProps['expected'] }) {
  const t = useTranslations('keys')
  const format = useFormatter()
  const other = expected !== undefined && expected.id !== outcome.keyId
  return (
    <Panel good={!other} requestId={outcome.requestId}>
      <p className="font-medium">{other ? t('testOther', { name: outcome.keyName }) : t('testWorks')}</p>
      <p className="text-sm text-muted-foreground">
        {t.rich('testFigures', {
          model: () => <code className="font-mono text-foreground">{outcome.model}</code>,
          ms: format.number(outcome.latencyMs),
          charge: () => (outcome.chargeUsd === null ? t('testNoCharge') : <Money nanos={parseUsd(outcome.chargeUsd)} as="charge" />),
        })}
      </p>
    </Panel>
  )
}

const advised = [
  'invalid_api_key',
  'key_disabled',
  'key_expired',
  'team_disabled',
  'insufficient_credit',
  'budget_exceeded',
  'rate_limited',
  'no_models',
  'unreachable',
] as const

function Failure({ outcome }: { outcome: Of<false> }) {
  const t = useTranslations()
  const code = `errors.${outcome.code}` as Parameters<typeof t>[0]
  const advice = advised.find((known) => known === outcome.code) ?? 'other'
  const what = t.has(code) ? t(code) : outcome.message
  return (
    <Panel good={false} requestId={outcome.requestId}>
      {what === '' ? null : <p className="font-medium">{what}</p>}
      <p className={what === '' ? 'font-medium' : 'text-sm text-muted-foreground'}>{t(`keys.testAdvice.${advice}`)}</p>
    </Panel>
  )
}

function Panel({ good, requestId, children }: { good: boolean; requestId: string | null; children: ReactNode }) {
  const t = useTranslations('ui')
  const Icon = good ? CircleCheck : CircleX
  return (
    <div data-testid="key-test" className={`flex items-start gap-2 rounded px-3 py-2 ${good ? 'bg-success-soft' : 'bg-destructive-soft'}`}>
      <Icon aria-hidden className={`h-[1lh] w-4 shrink-0 ${good ? 'text-success' : 'text-destructive'}`} />
      <div className="min-w-0 flex-1">
        {children}
        {requestId === null ? null : (
          <p className="mt-1 flex flex-wrap items-center gap-x-2 text-sm text-muted-foreground">
            <span>{t('requestId')}</span>
            <code className="font-mono break-all text-foreground">{requestId}</code>
            <CopyButton text={requestId} label={t('copyRequestId')} iconOnly />
          </p>
        )}
      </div>
    </div>
  )
}
