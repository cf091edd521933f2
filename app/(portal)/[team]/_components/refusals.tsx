import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { Fragment } from 'react'
import type { RefusedKey, TeamRefusals } from '#lib/portal/usage/count-refusals'
import { keyHref, type RefusalPlace, refusalWay } from './refusal-way'

const mostReasons = 6
const mostKeys = 3
const linkClass = 'rounded-sm text-primary-text hover:underline'

interface RefusalsProps extends RefusalPlace {
  refusals: readonly TeamRefusals[]
  within: 'period' | 'day'
  /** Whether the reasons show at once. */
  open: boolean
}

/** Requests that were refused before they began: they are in no list, so what refused them is said here, and where to change it. */
export function Refusals({ refusals, within, open, ...place }: RefusalsProps) {
  const t = useTranslations('refused')
  const total = refusals.reduce((sum, { refused }) => sum + refused, 0)
  if (total === 0) return null
  const rest = refusals.slice(mostReasons).reduce((sum, { refused }) => sum + refused, 0)
  return (
    <details open={open} data-testid="refused" className="group rounded border bg-card text-sm">
      <summary className="flex cursor-pointer list-none items-start gap-2 rounded px-5 py-2.5 hover:bg-hover max-md:min-h-11 max-md:px-4 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="h-[1lh] w-4 shrink-0 text-muted-foreground transition-transform group-open:rotate-90" />
        <span>{t(`summary.${within}`, { count: total })}</span>
      </summary>
      <ul className="divide-y border-t">
        {refusals.slice(0, mostReasons).map((of) => (
          <Reason key={of.code} of={of} place={place} />
        ))}
      </ul>
      {rest > 0 ? <p className="border-t px-5 py-2.5 text-muted-foreground max-md:px-4">{t('others', { count: rest })}</p> : null}
    </details>
  )
}

function Reason({ of: { code, refused, keys }, place }: { of: TeamRefusals; place: RefusalPlace }) {
  const t = useTranslations('refused')
  const errors = useTranslations('errors')
  const format = useFormatter()
  const [why, known] = [code as 'budget_exceeded', code as Parameters<typeof errors>[0]]
  const words = t.has(`why.${why}`) ? t(`why.${why}`) : errors.has(known) ? errors(known) : null
  const way = refusalWay(code, keys, place)
  return (
    <li className="flex items-baseline gap-3 px-5 py-2.5 max-md:px-4">
      <span className="w-10 shrink-0 text-right max-md:w-8 font-medium tabular-nums">{format.number(refused)}</span>
      <div className="flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <div className="min-w-0">
          <p>
            {words} <code className="font-mono text-xs wrap-anywhere text-muted-foreground">{code}</code>
          </p>
          <Keys keys={keys} team={place.team} />
        </div>
        {way ? (
          <Link href={way.href} className={`${linkClass} shrink-0 font-medium max-md:py-1`}>
            {t(`ways.${way.word}`)}
          </Link>
        ) : null}
      </div>
    </li>
  )
}

function Keys({ keys, team }: { keys: readonly RefusedKey[]; team: string }) {
  const t = useTranslations('refused')
  const format = useFormatter()
  const rest = keys.slice(mostKeys).reduce((sum, { refused }) => sum + refused, 0)
  return (
    <p className="text-muted-foreground">
      {keys.slice(0, mostKeys).map((key, index) => {
        const href = keyHref(team, key)
        const name = key.kind === 'playground' ? t('playground') : key.isDeleted ? t('deletedKey', { name: key.name }) : key.name
        return (
          <Fragment key={key.id}>
            {index === 0 ? null : ' · '}
            <span className="wrap-anywhere">
              {href ? (
                <Link href={href} className="rounded-sm text-foreground hover:underline">
                  {name}
                </Link>
              ) : (
                name
              )}
              {keys.length > 1 ? ` ${format.number(key.refused)}` : null}
            </span>
          </Fragment>
        )
      })}
      {rest > 0 ? ` · ${t('otherKeys', { count: rest })}` : null}
    </p>
  )
}
