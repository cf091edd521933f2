import { useFormatter, useTranslations } from 'next-intl'
import { Fragment } from 'react'
import type { RefusalCount } from '#lib/portal/usage/count-refusals'

const shownCodes = 4

/** Requests that were refused before they began: they are in no list, so they are at least counted. */
export function RefusedLine({ refusals }: { refusals: readonly RefusalCount[] }) {
  const t = useTranslations('refused')
  const words = useTranslations('errors')
  const format = useFormatter()
  const total = refusals.reduce((sum, { refused }) => sum + refused, 0)
  if (total === 0) return null
  const rest = refusals.slice(shownCodes).reduce((sum, { refused }) => sum + refused, 0)
  const wordsFor = (code: string) => {
    const key = code as Parameters<typeof words>[0]
    return words.has(key) ? words(key) : undefined
  }
  return (
    <p data-testid="refused" className="text-sm text-muted-foreground">
      {t('period', { count: total })}{' '}
      {refusals.slice(0, shownCodes).map(({ code, refused }, index) => (
        // The dot stands outside what is kept together: a line may break there.
        <Fragment key={code}>
          {index === 0 ? null : ' · '}
          <span className="whitespace-nowrap" title={wordsFor(code)}>
            <code className="font-mono text-xs text-foreground">{code}</code> {format.number(refused)}
          </span>
        </Fragment>
      ))}
      {rest > 0 ? ` · ${t('others', { count: rest })}` : null}
    </p>
  )
}
