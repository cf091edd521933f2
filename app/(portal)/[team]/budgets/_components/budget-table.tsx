import { BellRing, CircleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { TeamBudget } from '#lib/portal/budgets/list-team-budgets'
import { showId } from '#lib/shared/ids'
import { Badge } from '#ui/badge'
import { MeterBar } from '#ui/meter-bar'
import { Money } from '#ui/money'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { Time } from '#ui/time'
import { showUsd } from '../../../../_auth/form-fields'
import { BudgetMenu } from './budget-menu'

interface BudgetTableProps {
  budgets: readonly TeamBudget[]
  mayChange: boolean
  /** By the team's clock. */
  today: string
  timeZone: string
}

export function BudgetTable({ budgets, mayChange, today, timeZone }: BudgetTableProps) {
  const t = useTranslations('budgets')
  return (
    <Table label={t('title')}>
      <TableHead>
        <Th>{t('of')}</Th>
        <Th>{t('used')}</Th>
        <Th className="max-md:hidden">{t('whenUsedUp')}</Th>
        <Th className="max-lg:hidden">{t('tellsAt')}</Th>
        <Th className="max-md:hidden">{t('startsAnew')}</Th>
        {mayChange ? (
          <Th className="w-10">
            <span className="sr-only">{t('acts')}</span>
          </Th>
        ) : null}
      </TableHead>
      <tbody>
        {budgets.map((budget) => (
          <Tr key={budget.id} data-testid="budget">
            <Td className="max-w-64 py-2 max-md:max-w-36">
              <Scope budget={budget} />
            </Td>
            <Td className="min-w-52 py-2 max-md:min-w-40">
              <Used budget={budget} />
              <Narrow budget={budget} />
            </Td>
            <Td className="max-w-48 truncate max-md:hidden">
              <Consequence budget={budget} />
            </Td>
            <Td className="whitespace-nowrap text-muted-foreground tabular-nums max-lg:hidden">{percentsOf(budget) || '–'}</Td>
            <Td className="whitespace-nowrap text-muted-foreground tabular-nums max-md:hidden">
              {budget.endsAt ? <Time at={budget.endsAt} as="minute" /> : t('never')}
            </Td>
            {mayChange ? (
              <Td className="text-right max-md:px-1!">
                <BudgetMenu
                  subject={{
                    id: showId('budget', budget.id),
                    name: `${nameOf(budget, t)} · ${t(`periods.${budget.period}`)}`,
                    ofTeam: budget.scope === 'team' && !budget.perEndUser,
                    amount: showUsd(budget.amountNanos),
                    mode: budget.mode,
                    thresholds: budget.thresholds.join(', '),
                    model: budget.onExhaustedModel ?? '',
                    raised: budget.extraUntil !== null,
                  }}
                  today={today}
                  timeZone={timeZone}
                />
              </Td>
            ) : null}
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

type Words = ReturnType<typeof useTranslations<'budgets'>>

function nameOf({ scope, scopeId, scopeName }: TeamBudget, t: Words): string {
  if (scope === 'team') return t('wholeTeam')
  return scopeName ?? (scope === 'key' || scope === 'member' ? t('gone') : scopeId)
}

function Scope({ budget }: { budget: TeamBudget }) {
  const t = useTranslations('budgets')
  return (
    <>
      <span className="block truncate font-medium" title={budget.scope === 'team' ? undefined : nameOf(budget, t)}>
        {nameOf(budget, t)}
      </span>
      <span className="block text-muted-foreground md:truncate">
        {t(`scopes.${budget.scope}`)}
        {budget.perEndUser ? ` · ${t('perEndUser')}` : ''}
      </span>
    </>
  )
}

/** From here on a request of usual size may no longer fit. */
const nearlyUsedUp = 0.8

/** Spent and held of what may be used, with the increase while there is one. */
function Used({ budget }: { budget: TeamBudget }) {
  const t = useTranslations('budgets')
  const used = budget.spentNanos + budget.heldNanos
  const share = budget.limitNanos > 0n ? Number(used) / Number(budget.limitNanos) : 1
  const isOver = used >= budget.limitNanos
  const isNear = budget.mode === 'hard' && share >= nearlyUsedUp
  return (
    <div className="flex flex-col gap-1">
      <span className="flex flex-wrap items-baseline gap-x-1.5">
        <Money nanos={used} as="charge" className="font-medium" />
        <span className="text-muted-foreground">
          {t.rich(`ofAmount.${budget.period}`, { amount: () => <Money nanos={budget.limitNanos} as="charge" /> })}
        </span>
      </span>
      <MeterBar share={share} className="w-full max-w-56" />
      <span className="flex flex-wrap items-center gap-1.5 text-xs text-muted-foreground">
        {isOver ? (
          <Badge tone={budget.mode === 'hard' ? 'destructive' : 'warning'} icon={CircleAlert}>
            {t('usedUp')}
          </Badge>
        ) : isNear ? (
          <Badge tone="warning">{t.rich('nearlyUsedUp', { amount: () => <Money nanos={budget.limitNanos - used} as="charge" /> })}</Badge>
        ) : null}
        {budget.endUser ? <span className="truncate">{t('mostBy', { name: budget.endUser })}</span> : null}
        {budget.extraUntil ? (
          <span>
            {t.rich('raisedUntil', {
              amount: () => <Money nanos={budget.extraNanos} as="charge" />,
              when: () => <Time at={budget.extraUntil as Date} as="minute" className="whitespace-nowrap" />,
            })}
          </span>
        ) : null}
      </span>
    </div>
  )
}

/** What a narrow page has no columns for. */
function Narrow({ budget }: { budget: TeamBudget }) {
  const t = useTranslations('budgets')
  return (
    <span className="mt-1 flex flex-col gap-0.5 text-sm lg:hidden">
      <span className="wrap-anywhere md:hidden">
        <Consequence budget={budget} />
      </span>
      {budget.thresholds.length > 0 ? (
        <span className="text-muted-foreground">{t('tellsAtShort', { percents: percentsOf(budget) })}</span>
      ) : null}
      {budget.endsAt ? (
        <span className="text-muted-foreground md:hidden">
          {t.rich('startsAnewShort', { when: () => <Time at={budget.endsAt as Date} as="minute" className="whitespace-nowrap" /> })}
        </span>
      ) : null}
    </span>
  )
}

function percentsOf({ thresholds }: TeamBudget): string {
  return thresholds.map((percent) => `${percent}%`).join(', ')
}

function Consequence({ budget }: { budget: TeamBudget }) {
  const t = useTranslations('budgets')
  if (budget.mode === 'soft')
    return (
      <span className="inline-flex items-center gap-1.5 text-muted-foreground">
        <BellRing aria-hidden className="size-3.5" />
        {t('onlyTells')}
      </span>
    )
  if (budget.onExhaustedModel === null) return <>{t('refuses')}</>
  return <span title={budget.onExhaustedModel}>{t('fallsBack', { model: budget.onExhaustedModel })}</span>
}
