import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Money } from '#ui/money'
import type { Answer } from '../_state/conversation'

/** Tokens, price and pace of one answer; what is not known is left out, a price still being settled says so. */
export function AnswerFigures({ answer: { figures, state, requestId, unsettled } }: { answer: Answer }) {
  const t = useTranslations('playground')
  const format = useFormatter()
  if (!figures) {
    if (state === 'stopped') return <Note>{t(requestId === null ? 'chargeUnknown' : unsettled ? 'cost.unknown' : 'charging')}</Note>
    return null
  }
  const { inputTokens, outputTokens, chargeNanos, ttftMs, tokensPerSecond, estimated } = figures
  return (
    <dl data-testid="figures" className="flex flex-wrap items-center gap-x-4 gap-y-0.5 text-xs text-muted-foreground tabular-nums">
      {inputTokens === null || outputTokens === null ? null : (
        <Figure name={t('tokens')}>{t('inAndOut', { input: inputTokens, output: format.number(outputTokens) })}</Figure>
      )}
      {chargeNanos === null ? null : (
        <Figure name={t('charge')}>
          <span title={estimated ? t('estimated') : undefined} className="font-medium text-foreground">
            {estimated ? '≈ ' : ''}
            <Money nanos={BigInt(chargeNanos)} as="charge" />
          </span>
        </Figure>
      )}
      {ttftMs === null ? null : <Figure name={t('ttft')}>{t('ttftValue', { ms: format.number(ttftMs) })}</Figure>}
      {tokensPerSecond === null ? null : (
        <Figure name={t('pace')}>{t('paceValue', { count: format.number(tokensPerSecond, { maximumFractionDigits: 1 }) })}</Figure>
      )}
    </dl>
  )
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div title={name}>
      <dt className="sr-only">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Note({ children }: { children: ReactNode }) {
  return <p className="text-xs text-muted-foreground">{children}</p>
}
