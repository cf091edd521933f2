import { Download } from 'lucide-react'
import type { Metadata } from 'next'
import { getTimeZone, getTranslations } from 'next-intl/server'
import { operatorMay } from '#lib/portal/acting/permissions'
import { auditActions } from '#lib/portal/audit/audit-actions'
import { mostExported } from '#lib/portal/audit/export-audit'
import { type AuditLine, listAuditTrail } from '#lib/portal/audit/list-audit-trail'
import { showId } from '#lib/shared/ids'
import { Button } from '#ui/button'
import { Card } from '#ui/card'
import { EmptyState } from '#ui/empty-state'
import { FilterChips } from '#ui/filter-chips'
import { PageHead } from '#ui/page-head'
import { Pager } from '#ui/pager'
import { PeriodPicker } from '#ui/period-picker'
import { actorOptions, distinct } from '../../../_audit/audit-options'
import { requireOperator } from '../../../_auth/require-operator'
import { ShowAll } from '../_components/show-all'
import { pageOrStart } from '../../../_ui/page-or-start'
import { type Query, readOne } from '../../../_ui/read-query'
import { listHref } from '../../../_ui/list-href'
import { AuditList } from './_components/audit-list'
import { auditFallback, readFilters } from './read-filters'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('audit')
  return { title: t('title') }
}

export default async function AuditPage({ searchParams }: { searchParams: Promise<Query> }) {
  const [{ actor, role }, query, t] = await Promise.all([requireOperator(), searchParams, getTranslations('audit')])
  if (!operatorMay('audit.read', role)) {
    return (
      <>
        <PageHead title={t('title')} text={t('text')} />
        <Card>
          <EmptyState title={t('closedTitle')} text={t('closedOperatorText')} />
        </Card>
      </>
    )
  }
  const filters = readFilters(query, new Date())
  const { items, nextCursor } = await pageOrStart(
    () => listAuditTrail(actor, { ...filters, cursor: readOne(query, 'cursor') }),
    listHref('/admin/audit', query, null),
  )
  return (
    <>
      <PageHead
        title={t('title')}
        text={t('text')}
        act={
          <Button asChild variant="secondary">
            <a href={listHref('/admin/audit/export', query, null)} download>
              <Download aria-hidden />
              {t('export')}
            </a>
          </Button>
        }
      />
      <div className="flex flex-wrap items-center gap-2">
        <PeriodPicker fallback={auditFallback} timeZone="UTC" />
        <FilterChips
          filters={[
            { param: 'action', label: t('action'), multiple: true, options: auditActions.map((value) => ({ value, label: value })) },
            { param: 'actor', label: t('actor'), options: actorOptions(items) },
            { param: 'team', label: t('team'), options: teamsOf(items) },
          ]}
        />
      </div>
      <Card>
        {items.length === 0 ? (
          <EmptyState title={t('noneFound')} text={t('noneFoundText')} act={<ShowAll href="/admin/audit" />} />
        ) : (
          <AuditList lines={items} />
        )}
        <Pager
          nextHref={nextCursor === null ? null : listHref('/admin/audit', query, nextCursor)}
          firstHref={readOne(query, 'cursor') ? listHref('/admin/audit', query, null) : null}
        />
      </Card>
      <p className="text-sm text-muted-foreground">{t('exportHolds', { zone: await getTimeZone(), count: mostExported })}</p>
    </>
  )
}

function teamsOf(lines: readonly AuditLine[]) {
  return distinct(
    lines.flatMap((line) =>
      line.team_id === null ? [] : [{ value: showId('team', line.team_id), label: line.team_name ?? line.team_id }],
    ),
  )
}
