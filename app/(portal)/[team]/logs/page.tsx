import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { memberMay } from '#lib/portal/acting/permissions'
import { suggestModel } from '#lib/portal/models/suggest-model'
import { listRequestFacets } from '#lib/portal/requests/list-request-facets'
import { listRequests } from '#lib/portal/requests/list-requests'
import { countRefusals } from '#lib/portal/usage/count-refusals'
import { env } from '#lib/shared/env'
import { parseId } from '#lib/shared/ids'
import { Button } from '#ui/button'
import { Card } from '#ui/card'
import { EmptyState } from '#ui/empty-state'
import { PageHead } from '#ui/page-head'
import { SidePanel } from '#ui/side-panel'
import { requireTeam } from '../../../_auth/require-team'
import { ClientSnippets } from '../../../_snippets/client-snippets'
import { type Query, readHidden, readOne } from '../../../_ui/read-query'
import { CopyRequestId } from '../../../_request/copy-request-id'
import { Refusals } from '../_components/refusals'
import { LogFilters } from './_components/log-filters'
import { LogList } from './_components/log-list'
import { RequestPanel } from '../../../_request/request-panel'
import { RequestPanelBoundary } from '../../../_request/request-panel-boundary'
import { addressWith } from './_list/address-with'
import { filterParams, isNarrowed, readLogQuery } from './_list/read-log-query'
import { toLogPage } from './_list/to-log-rows'

interface LogsPageProps {
  params: Promise<{ team: string }>
  searchParams: Promise<Query>
}

const firstLines = 50
const dayMs = 86_400_000

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('logs'))('title') }
}

export default async function LogsPage({ params, searchParams }: LogsPageProps) {
  const [{ team: shownId }, query] = await Promise.all([params, searchParams])
  const { actor, team } = await requireTeam(shownId)
  const path = `/${shownId}/logs`
  const search = readOne(query, 'q')?.trim()
  if (search && parseId('req', search)) redirect(addressWith(path, query, { q: null, request: search }))

  const now = new Date()
  const filters = readLogQuery(query, { timeZone: team.timeZone, now })
  const [t, facets, first, refusals] = await Promise.all([
    getTranslations('logs'),
    listRequestFacets(actor, team.id),
    listRequests(actor, { ...filters, teamId: team.id, limit: firstLines }).then(toLogPage),
    countRefusals(actor, { teamId: team.id, from: new Date(now.getTime() - dayMs), to: now }),
  ])
  const request = readOne(query, 'request')
  const narrowed = isNarrowed(query)
  const state = filterParams.map((param) => `${param}=${String(query[param] ?? '')}`).join('&')
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <div className="flex flex-col gap-2">
        <LogFilters facets={facets} query={query} timeZone={team.timeZone} />
        {search ? (
          <p role="status" className="text-sm text-muted-foreground">
            {t('notAnId')}
          </p>
        ) : null}
        <Refusals refusals={refusals} within="day" open={false} team={shownId} seesCredit={memberMay('ledger.read', team.role)} />
      </div>
      <div className="flex items-start gap-5">
        <Card className="@container flex-1">
          <LogList
            key={state}
            first={first}
            hidden={[...readHidden(query)]}
            empty={
              narrowed ? (
                <EmptyState
                  title={t('noneTitle')}
                  text={t('noneText')}
                  act={
                    <Button variant="secondary" asChild>
                      <Link href={addressWith(path, query, Object.fromEntries(filterParams.map((param) => [param, null])))}>
                        {t('clearFilters')}
                      </Link>
                    </Button>
                  }
                />
              ) : (
                <NoRequestYet team={shownId} model={(await suggestModel(actor, team.id, now)) ?? 'model'} />
              )
            }
          />
        </Card>
        {request ? (
          <SidePanel title={t('panel.title')} closeHref={addressWith(path, query, { request: null })} act={<CopyRequestId id={request} />}>
            <RequestPanelBoundary key={request}>
              <RequestPanel actor={actor} teamId={team.id} shownId={request} />
            </RequestPanelBoundary>
          </SidePanel>
        ) : null}
      </div>
    </>
  )
}

async function NoRequestYet({ team, model }: { team: string; model: string }) {
  const t = await getTranslations('logs')
  return (
    <EmptyState
      title={t('emptyTitle')}
      text={t('emptyText')}
      act={
        <Button asChild>
          <Link href={`/${team}/keys`}>{t('createKey')}</Link>
        </Button>
      }
    >
      <ClientSnippets place={{ baseUrl: `${env().publicUrl}/api/v1`, model }} />
    </EmptyState>
  )
}
