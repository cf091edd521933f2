import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import type { UserActor } from '#lib/portal/acting/actor'
import { memberMay } from '#lib/portal/acting/permissions'
import { listKeys } from '#lib/portal/keys/list-keys'
import { suggestModel } from '#lib/portal/models/suggest-model'
import { getTeamOverview } from '#lib/portal/overview/get-team-overview'
import { judgeCredit } from '#lib/portal/overview/judge-credit'
import { countRefusals } from '#lib/portal/usage/count-refusals'
import { env } from '#lib/shared/env'
import { PageHead } from '#ui/page-head'
import { PeriodPicker } from '#ui/period-picker'
import { requireTeam } from '../../../_auth/require-team'
import { readPeriod } from '../../../_period/read-period'
import type { Query } from '../../../_ui/read-query'
import { BalanceCard } from '../_components/balance-card'
import { ChartsBoundary } from '../_components/charts-boundary'
import { CreditNotice } from '../_components/credit-notice'
import { FirstStepsCard } from '../_components/first-steps-card'
import { PeriodCharts } from '../_components/period-charts'
import { PeriodStats } from '../_components/period-stats'
import { Refusals } from '../_components/refusals'
import { TopCard } from '../_components/top-card'

interface OverviewProps {
  params: Promise<{ team: string }>
  searchParams: Promise<Query>
}

export async function generateMetadata({ params }: Pick<OverviewProps, 'params'>): Promise<Metadata> {
  const { team } = await requireTeam((await params).team)
  return { title: team.name }
}

export default async function OverviewPage({ params, searchParams }: OverviewProps) {
  const [{ team: shownId }, query] = await Promise.all([params, searchParams])
  const { actor, team } = await requireTeam(shownId)
  const now = new Date()
  const period = readPeriod(query, { timeZone: team.timeZone, now })
  const [t, format, overview, refusals] = await Promise.all([
    getTranslations('overview'),
    getFormatter(),
    getTeamOverview(actor, { teamId: team.id, from: period.from, to: period.to, previous: period.previous, bucket: period.bucket, now }),
    countRefusals(actor, { teamId: team.id, from: period.from, to: period.to }),
  ])
  const start = overview.hasRequests ? null : await readStart(actor, team.id)
  const { balance, pace, totals, previous, topModels, topKeys } = overview
  const day = (at: Date) => format.dateTime(at, { month: 'short', day: 'numeric', timeZone: team.timeZone })
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      ['period', 'from', 'to'].includes(name) && typeof value === 'string' ? [[name, value]] : [],
    ),
  )
  const seesCredit = memberMay('ledger.read', team.role)
  const usageHref = (group: string) => `/${shownId}/usage?${new URLSearchParams([...search, ['group', group]])}`
  return (
    <>
      <PageHead
        title={t('title')}
        text={t('text', {
          from: day(period.from),
          to: day(now < period.to ? now : new Date(period.to.getTime() - 1)),
          zone: team.timeZone,
        })}
        act={overview.hasRequests ? <PeriodPicker timeZone={team.timeZone} /> : undefined}
      />
      {start ? (
        <FirstStepsCard
          team={shownId}
          baseUrl={`${env().publicUrl}/api/v1`}
          model={start.model}
          hasKey={start.hasKey}
          mayCreate={memberMay('key.create', team.role)}
        />
      ) : null}
      <CreditNotice state={judgeCredit(balance, pace)} />
      <BalanceCard balance={balance} pace={pace} historyHref={seesCredit ? `/${shownId}/credit` : null} />
      {overview.hasRequests ? <PeriodStats totals={totals} previous={previous} /> : null}
      <Refusals refusals={refusals} within="period" open team={shownId} seesCredit={seesCredit} />
      {overview.hasRequests ? (
        <ChartsBoundary>
          <PeriodCharts overview={overview} />
          <div className="grid gap-5 lg:grid-cols-2">
            <TopCard
              title={t('topModels')}
              what={t('model')}
              mono
              wholeNanos={totals.spentNanos}
              moreHref={usageHref('model')}
              rows={topModels.map((row) => ({
                id: row.model,
                name: row.model,
                href: `/${shownId}/models/${row.model}`,
                totals: row.totals,
              }))}
            />
            <TopCard
              title={t('topKeys')}
              what={t('key')}
              wholeNanos={totals.spentNanos}
              moreHref={usageHref('key')}
              rows={topKeys.map((row) => ({
                id: row.keyId,
                name: row.deleted ? t('deletedKey', { name: row.label }) : row.label,
                href: row.deleted ? null : `/${shownId}/keys?q=${encodeURIComponent(row.name)}`,
                totals: row.totals,
              }))}
            />
          </div>
        </ChartsBoundary>
      ) : null}
    </>
  )
}

/** What a team without any request has so far. */
async function readStart(actor: UserActor, teamId: string) {
  const [keys, model] = await Promise.all([listKeys(actor, { teamId, limit: 1 }), suggestModel(actor, teamId)])
  return { hasKey: keys.items.length > 0, model: model ?? 'model' }
}
