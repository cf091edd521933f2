import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { Price } from '#lib/portal/prices/price'
import type { RequestRecord } from '#lib/portal/requests/request-row'
import type { ChargeExplanation } from '#lib/shared/pricing/explain-charge'
import { Money } from '#ui/money'
import { timeForms } from '#ui/time'
import { formatCharge, formatFemtos } from '../../i18n/format-money'
import { cn } from '../_ui/cn'

interface RequestChargeProps {
  request: RequestRecord
  price: Price | null
  explanation: ChargeExplanation | null
}

const femtosPerNano = 1_000_000n

/** The price line by line; the lines add up to the charge to the nanodollar. */
export function RequestCharge({ request, price, explanation }: RequestChargeProps) {
  const t = useTranslations('logs.charge')
  const format = useFormatter()
  if (!explanation || !price) {
    return <Note>{request.status === 'orphaned' ? t('unpriced') : request.chargeNanos === 0n ? t('free') : t('noPrice')}</Note>
  }
  return (
    <div className="flex flex-col gap-2">
      {explanation.verdict === 'free' ? (
        <Note>{t('free')}</Note>
      ) : (
        <table data-testid="price-lines" className="w-full border-collapse text-sm tabular-nums">
          <thead className="text-xs text-muted-foreground">
            <tr className="border-b">
              {(['class', 'count', 'rate', 'amount'] as const).map((name, index) => (
                <th key={name} scope="col" className={cn('py-1.5 font-medium', index === 0 ? 'text-left' : 'pl-3 text-right')}>
                  {t(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Lines explanation={explanation} />
          </tbody>
          <tfoot>
            <Totals request={request} />
          </tfoot>
        </table>
      )}
      {explanation.tierAboveTokens === null ? null : <Note>{t('tier', { count: explanation.tierAboveTokens })}</Note>}
      {explanation.verdict === 'capped' ? <Note>{t('cappedText')}</Note> : null}
      {explanation.verdict === 'unexplained' ? <Note>{t('unexplainedText')}</Note> : null}
      {request.estimated && explanation.verdict === 'by_price' ? <Note>{t('estimatedText')}</Note> : null}
      {request.overrunNanos > 0n ? <Note>{t('overrunText')}</Note> : null}
      {request.refundedNanos > 0n ? <Note>{t('refundedText')}</Note> : null}
      {explanation.verdict === 'free' ? null : <Note>{t('version', { date: format.dateTime(price.createdAt, timeForms.dated) })}</Note>}
    </div>
  )
}

function Note({ children }: { children: ReactNode }) {
  return <p className="text-sm text-muted-foreground">{children}</p>
}

function Lines({ explanation }: { explanation: ChargeExplanation }) {
  const t = useTranslations('logs.charge')
  const tokens = useTranslations('requests.tokens')
  const format = useFormatter()
  const { differenceNanos, lines, requestNanos, roundingFemtos, verdict } = explanation
  return (
    <>
      {lines.map(({ tokenClass, tokens: count, rate, femtos }) => (
        <Line
          key={tokenClass}
          label={tokens(tokenClass)}
          count={format.number(count)}
          rate={formatCharge(rate).text.slice(1)}
          amount={formatFemtos(femtos)}
          femtos={femtos}
        />
      ))}
      {requestNanos > 0n ? <ExtraLine label={t('request')} femtos={requestNanos * femtosPerNano} /> : null}
      {roundingFemtos > 0n ? <ExtraLine label={t('rounding')} femtos={roundingFemtos} /> : null}
      {differenceNanos === 0n ? null : (
        <ExtraLine label={t(verdict === 'capped' ? 'capped' : 'unexplained')} femtos={differenceNanos * femtosPerNano} />
      )}
    </>
  )
}

interface LineProps {
  label: string
  count: string
  rate: string
  amount: string
  femtos: bigint
}

function Line({ label, count, rate, amount, femtos }: LineProps) {
  return (
    <tr>
      <th scope="row" className="py-1 text-left font-normal">
        {label}
      </th>
      <td className="py-1 pl-3 text-right">{count}</td>
      <td className="py-1 pl-3 text-right">{rate}</td>
      <td className="py-1 pl-3 text-right" data-femtos={femtos.toString()}>
        {amount}
      </td>
    </tr>
  )
}

/** A line that no tokens stand behind. */
function ExtraLine({ label, femtos }: { label: string; femtos: bigint }) {
  return (
    <tr>
      <th scope="row" colSpan={3} className="py-1 text-left font-normal text-muted-foreground">
        {label}
      </th>
      <td className={cn('py-1 pl-3 text-right', femtos < 0n && 'text-destructive')} data-femtos={femtos.toString()}>
        {femtos < 0n ? `(${formatFemtos(femtos)})` : formatFemtos(femtos)}
      </td>
    </tr>
  )
}

function Totals({ request }: { request: RequestRecord }) {
  const t = useTranslations('logs.charge')
  const { chargeNanos, overrunNanos, refundedNanos } = request
  const line = (label: string, nanos: bigint, strong: boolean) => (
    <tr key={label} className={cn(strong && 'border-t font-medium')}>
      <th scope="row" colSpan={3} className={cn('py-1 text-left', !strong && 'font-normal text-muted-foreground')}>
        {label}
      </th>
      <td className="py-1 pl-3 text-right">
        <Money nanos={nanos} as="charge" />
      </td>
    </tr>
  )
  return (
    <>
      {line(t('sum'), chargeNanos, true)}
      {overrunNanos > 0n ? line(t('overrun'), overrunNanos, false) : null}
      {refundedNanos > 0n ? [line(t('refunded'), -refundedNanos, false), line(t('net'), chargeNanos - refundedNanos, true)] : null}
    </>
  )
}
