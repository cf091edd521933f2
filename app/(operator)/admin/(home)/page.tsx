import type { Metadata } from 'next'
import { getTimeZone, getTranslations } from 'next-intl/server'
import { getOperatorHome } from '#lib/portal/reports/get-operator-home'
import { countAllRefusals } from '#lib/portal/usage/count-refusals'
import { PageHead } from '#ui/page-head'
import { PeriodPicker } from '#ui/period-picker'
import { requireOperator } from '../../../_auth/require-operator'
import { readPeriod } from '../../../_period/read-period'
import type { Query } from '../../../_ui/read-query'
import { HomeCharts } from '../_components/home/home-charts'
import { HomeStats } from '../_components/home/home-stats'
import { RefusedLine } from '../_components/home/refused-line'
import { TopModels, TopTeams } from '../_components/home/top-cards'
import { TroubleCard } from '../_components/home/trouble-card'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('operatorHome')
  return { title: t('title') }
}

export default async function OperatorHomePage({ searchParams }: { searchParams: Promise<Query> }) {
  const [{ actor }, query, t, timeZone] = await Promise.all([
    requireOperator(),
    searchParams,
    getTranslations('operatorHome'),
    getTimeZone(),
  ])
  const now = new Date()
  const period = readPeriod(query, { timeZone, now, fallback: '7d' })
  const { from, to, previous, bucket } = period
  const [home, refusals] = await Promise.all([
    getOperatorHome(actor, { from, to, previous, bucket, timeZone, now }),
    countAllRefusals(actor, { from, to }),
  ])
  return (
    <>
      <PageHead title={t('title')} text={t('text', { zone: timeZone })} act={<PeriodPicker fallback="7d" timeZone={timeZone} />} />
      <HomeStats home={home} />
      <RefusedLine refusals={refusals} />
      <TroubleCard channels={home.channelsInTrouble} unservedModels={home.unservedModels} now={now} />
      <HomeCharts home={home} />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <TopModels models={home.topModels} />
        <TopTeams teams={home.topTeams} />
      </div>
    </>
  )
}
