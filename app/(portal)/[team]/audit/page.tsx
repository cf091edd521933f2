import { Download } from 'lucide-react'
import type { Metadata } from 'next'
import { getTimeZone, getTranslations } from 'next-intl/server'
import { memberMay } from '#lib/portal/acting/permissions'
import { auditActions } from '#lib/portal/audit/audit-actions'
import { mostExported } from '#lib/portal/audit/export-audit'
import { type AuditLine, listAuditTrail } from '#lib/portal/audit/list-audit-trail'
import { showTarget } from '#lib/portal/audit/show-target'
import { Button } from '#ui/button'
import { Card } from '#ui/card'
import { EmptyState } from '#ui/empty-state'
import { FilterChips } from '#ui/filter-chips'
import { PageHead } from '#ui/page-head'
import { Pager } from '#ui/pager'
import { PeriodPicker } from '#ui/period-picker'
import { actorOptions, distinct } from '../../../_audit/audit-options'
import { requireTeam } from '../../../_auth/require-team'
import { listHref } from '../../../_ui/list-href'
import { pageOrStart } from '../../../_ui/page-or-start'
import { type Query, readOne } from '../../../_ui/read-query'
import { TeamAuditList } from './_components/team-audit-list'
import { auditFallback, readTeamFilters } from './read-team-filters'

interface TeamAuditProps {
  params: Promise<{ team: string }>
  searchParams: Promise<Query>
}

/** Those that can stand in a team's log. */
const ofTeams = /^(budget|credit|invite|key|management_key|member|playground|policy|request|team|webhook)\./

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('audit')
  return { title: t('title') }
}

export default async function TeamAuditPage({ params, searchParams }: TeamAuditProps) {
  const [{ team: shownId }, query, t] = await Promise.all([params, searchParams, getTranslations('audit')])
  const { actor, team } = await requireTeam(shownId)
  if (!memberMay('audit.read', team.role)) {
    return (
      <>
        <PageHead title={t('title')} text={t('teamText')} />
        <Card>
          <EmptyState title={t('closedTitle')} text={t('closedText')} />
        </Card>
      </>
    )
  }
  const path = `/${shownId}/audit`
  const filters = readTeamFilters(query, team, new Date())
  const { items, nextCursor } = await pageOrStart(
    () => listAuditTrail(actor, { ...filters, cursor: readOne(query, 'cursor') }),
    listHref(path, query, null),
  )
  const acts = auditActions.filter((action) => ofTeams.test(action))
  return (
    <>
      <PageHead
        title={t('title')}
        text={t('teamText')}
        act={
          <Button asChild variant="secondary">
            <a href={listHref(`${path}/export`, query, null)} download>
              <Download aria-hidden />
              {t('export')}
            </a>
          </Button>
        }
      />
      <div className="flex flex-wrap items-center gap-2">
        <PeriodPicker fallback={auditFallback} timeZone={team.timeZone} />
        <FilterChips
          filters={[
            { param: 'action', label: t('action'), multiple: true, options: acts.map((value) => ({ value, label: value })) },
            { param: 'actor', label: t('actor'), options: actorOptions(items) },
            { param: 'target', label: t('target'), options: targetOptions(items) },
          ]}
        />
      </div>
      <Card>
        {items.length === 0 ? <EmptyState title={t('noneFound')} text={t('noneFoundText')} /> : <TeamAuditList lines={items} path={path} />}
        <Pager
          nextHref={nextCursor === null ? null : listHref(path, query, nextCursor)}
          firstHref={readOne(query, 'cursor') ? listHref(path, query, null) : null}
        />
      </Card>
      <p className="text-sm text-muted-foreground">{t('exportHolds', { zone: await getTimeZone(), count: mostExported })}</p>
    </>
  )
}

function targetOptions(lines: readonly AuditLine[]) {
  return distinct(lines.map((line) => ({ value: line.target_id, label: line.target_name ?? showTarget(line.target_kind, line.target_id) })))
}
