import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { ErrorState } from '#ui/error-state'
import { Money } from '#ui/money'
import type { Answer, AnswerError } from '../_state/conversation'

interface AnswerFailureProps {
  answer: Answer
  error: AnswerError
  /** The team's shown id. */
  team: string
}

/** Codes whose reason only the gateway, or the model's provider, can tell. */
const told = new Set(['upstream_rejected', 'invalid_request', 'unsupported_parameter'])

/** What happened, what to do about it, what it cost, and where it is written down. */
export function AnswerFailure({ answer, error, team }: AnswerFailureProps) {
  const t = useTranslations()
  const format = useFormatter()
  const href = logHref(answer.requestId, error.reach, team)
  return (
    <ErrorState
      title={t(answer.text === '' ? 'playground.failed' : 'playground.brokeOff')}
      text={
        <>
          {[words(), affordable()].filter(Boolean).join(' ')}
          <span className="block" data-testid="cost">
            <Cost answer={answer} error={error} />
          </span>
        </>
      }
      requestId={answer.requestId ?? undefined}
      act={
        href === null ? null : (
          <Link href={href} className="rounded-sm text-sm font-medium text-primary-text hover:underline">
            {t(error.reach === 'lost' ? 'playground.logs' : 'playground.inLogs')}
          </Link>
        )
      }
    />
  )

  function words(): string {
    if (error.code === 'session' && error.message !== '') return error.message
    if (told.has(error.code) && error.message !== '') return reworded()
    const own = `playground.errors.${error.code}` as Parameters<typeof t>[0]
    const any = `errors.${error.code}` as Parameters<typeof t>[0]
    const isCode = /^[a-z_]+$/.test(error.code)
    if (isCode && t.has(own)) return t(own)
    if (isCode && t.has(any)) return t(any)
    return error.message === '' ? t('errors.internal_error') : reworded()
  }

  /** A refusal in its maker's words, which say what is wrong but seldom what to do. */
  function reworded(): string {
    return `${error.message} ${t('playground.reword')}`
  }

  function affordable(): string {
    if (error.affordable === null || error.affordable < 1) return ''
    return t('playground.affordable', { count: format.number(error.affordable) })
  }
}

function Cost({ answer: { figures, unsettled }, error: { reach } }: { answer: Answer; error: AnswerError }) {
  const t = useTranslations('playground')
  if (reach === 'refused' || reach === 'failed') return t('cost.none')
  if (reach === 'lost' || unsettled) return t('cost.unknown')
  if (figures === null || figures.chargeNanos === null) return t('charging')
  const nanos = BigInt(figures.chargeNanos)
  return nanos === 0n ? t('cost.none') : t.rich('cost.charged', { amount: () => <Money nanos={nanos} as="charge" /> })
}

/** The request in the logs, or the logs where its id never came; null for what is not logged. */
function logHref(requestId: string | null, reach: AnswerError['reach'], team: string): string | null {
  if (reach === 'refused') return null
  return reach === 'lost' || requestId === null ? `/${team}/logs` : `/${team}/logs?request=${requestId}`
}
