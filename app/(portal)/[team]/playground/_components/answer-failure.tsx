import { useFormatter, useTranslations } from 'next-intl'
import { ErrorState } from '#ui/error-state'
import type { AnswerError } from '../_state/conversation'

interface AnswerFailureProps {
  error: AnswerError
  requestId: string | null
  /** Whether part of an answer stands above it. */
  broken: boolean
}

/** Codes that have words of their own here: what happened, and what to do about it. */
const explained = ['insufficient_credit', 'budget_exceeded', 'rate_limited', 'network', 'session', 'model_not_found', 'no_channel'] as const
/** Codes whose reason only the gateway, or the model's provider, can tell. */
const told = new Set(['upstream_rejected', 'invalid_request', 'unsupported_parameter'])

export function AnswerFailure({ error, requestId, broken }: AnswerFailureProps) {
  const t = useTranslations()
  const format = useFormatter()
  return (
    <ErrorState
      title={t(broken ? 'playground.brokeOff' : 'playground.failed')}
      text={[words(), affordable()].filter(Boolean).join(' ')}
      requestId={requestId ?? undefined}
    />
  )

  function words(): string {
    const own = explained.find((code) => code === error.code)
    if (own === 'session' && error.message !== '') return error.message
    if (own) return t(`playground.errors.${own}`)
    if (told.has(error.code) && error.message !== '') return error.message
    const key = `errors.${error.code}` as Parameters<typeof t>[0]
    return /^[a-z_]+$/.test(error.code) && t.has(key) ? t(key) : error.message || t('errors.internal_error')
  }

  function affordable(): string {
    if (error.affordable === null || error.affordable < 1) return ''
    return t('playground.affordable', { count: format.number(error.affordable) })
  }
}
