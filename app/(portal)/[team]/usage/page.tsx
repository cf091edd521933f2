import { Download } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { getFormatter, getTranslations } from 'next-intl/server'
import { listRequests } from '#lib/portal/requests/list-requests'
import { getUsageReport } from '#lib/portal/usage/get-usage-report'
import { type UsageReportRow, reportGroups } from '#lib/portal/usage/usage-report'
import { showId } from '#lib/shared/ids'
import { Button, buttonClass } from '#ui/button'
import { Card, CardBody } from '#ui/card'
import { ColumnChooser } from '#ui/column-chooser'
import { EmptyState } from '#ui/empty-state'
import { FilterChips } from '#ui/filter-chips'
import { PageHead } from '#ui/page-head'
import { PeriodPicker } from '#ui/period-picker'
import { QueryCheck } from '#ui/query-check'
import { Segments } from '#ui/segments'
import { requireTeam } from '../../../_auth/require-team'
import { bucketWords } from '../../../_period/bucket-words'
import { queryHref, toSearch } from '../../../_ui/query-href'
import { type Query, readHidden } from '../../../_ui/read-query'
import { readSort } from '../../../_ui/sort'
import { ReportBoundary } from './_components/report-boundary'
import { UsageChart } from './_components/usage-chart'
import { usageColumns, usageSorts } from './_components/usage-columns'
import { UsageTable } from './_components/usage-table'
import { allowsHours, metrics, readUsageQuery } from './read-usage-query'

interface UsagePageProps {
  params: Promise<{ team: string }>
  searchParams: Promise<Query>
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('usage')
  return { title: t('title') }
}

export default async function UsagePage({ params, searchParams }: UsagePageProps) {
  const [{ team: shownId }, query] = await Promise.all([params, searchParams])
  const { actor, team } = await requireTeam(shownId)
  const now = new Date()
  const asked = readUsageQuery(query, { timeZone: team.timeZone, now })
  const { period, groupBy, metric, compare } = asked
  const [t, format, report] = await Promise.all([
    getTranslations('usage'),
    getFormatter(),
    getUsageReport(actor, {
      teamId: team.id,
      groupBy,
      from: period.from,
      to: period.to,
      previous: period.previous,
      bucket: period.bucket,
      keyIds: asked.keyIds,
      models: asked.models,
      timeZone: team.timeZone,
      now,
    }),
  ])
  const isNew = report.totals.requests === 0 && (await listRequests(actor, { teamId: team.id, limit: 1 })).items.length === 0
  const search = toSearch(query)
  const path = `/${shownId}/usage`
  const byTime = groupBy === 'day' || groupBy === 'hour'
  const lines = byTime
    ? new Map(bucketWords(format, report.series, { size: report.bucket, timeZone: report.timeZone }).map((line) => [line.key, line.title]))
    : null
  const nameOf = ({ group, key }: UsageReportRow) => {
    if (key) return <span title={key.display}>{key.deleted ? t('deletedKey', { name: key.label }) : key.label}</span>
    return lines?.get(group) ?? <span className="font-mono">{group}</span>
  }
  return (
    <>
      <PageHead
        title={t('title')}
        text={t('text', { zone: team.timeZone })}
        act={<PeriodPicker fallback="30d" timeZone={team.timeZone} />}
      />
      <FilterChips
        filters={[
          {
            param: 'key',
            label: t('groups.key'),
            multiple: true,
            options: report.choices.keys.map((key) => ({
              value: showId('key', key.keyId),
              label: key.deleted ? t('deletedKey', { name: key.label }) : key.label,
            })),
          },
          {
            param: 'model',
            label: t('groups.model'),
            multiple: true,
            options: report.choices.models.map((value) => ({ value, label: value })),
          },
        ]}
      />
      <ReportBoundary>
        <Card>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-5 py-3 max-md:px-4">
            <Segments
              label={t('metric')}
              items={metrics.map((name) => ({
                href: queryHref(path, search, { metric: name }),
                label: t(`metrics.${name}`),
                current: name === metric,
              }))}
            />
            <QueryCheck param="compare" label={t('compare')} />
          </div>
          <CardBody>
            <UsageChart report={report} metric={metric} compare={compare} />
          </CardBody>
        </Card>
        <Card>
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b px-5 py-3 max-md:px-4">
            <Segments
              label={t('groupBy')}
              items={reportGroups
                .filter((group) => group !== 'hour' || allowsHours(period))
                .map((group) => ({
                  href: queryHref(path, search, { group, sort: null }),
                  label: t(`by.${group}`),
                  current: group === groupBy,
                }))}
            />
            <div className="flex gap-2">
              <ColumnChooser columns={usageColumns(report.totals).map((id) => ({ id, label: t(`columns.${id}`) }))} />
              <a href={queryHref(`${path}/export`, search, {})} download className={buttonClass('secondary', 'sm')}>
                <Download aria-hidden />
                CSV
              </a>
            </div>
          </div>
          {report.totals.requests === 0 && !compare ? (
            <EmptyState
              title={t(isNew ? 'newTitle' : 'emptyTitle')}
              text={t(isNew ? 'newText' : 'emptyText')}
              act={
                isNew ? (
                  <Button asChild>
                    <Link href={`/${shownId}#first-steps`}>{t('firstSteps')}</Link>
                  </Button>
                ) : undefined
              }
            />
          ) : (
            <UsageTable
              report={report}
              metric={metric}
              compare={compare}
              hidden={readHidden(query)}
              sort={readSort(query, usageSorts, byTime ? '-group' : '-spend')}
              nameOf={nameOf}
            />
          )}
        </Card>
      </ReportBoundary>
    </>
  )
}
