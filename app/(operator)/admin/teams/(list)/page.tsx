import { Ban } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { getFormatter, getTranslations } from 'next-intl/server'
import type { UserActor } from '#lib/portal/acting/actor'
import { getRequest } from '#lib/portal/requests/get-request'
import { listTeamOverviews, type TeamOverviewRow, teamSorts } from '#lib/portal/teams/list-team-overviews'
import { asTollgateError } from '#lib/shared/errors'
import { parseId, showId } from '#lib/shared/ids'
import { Badge } from '#ui/badge'
import { Card } from '#ui/card'
import { EmptyState } from '#ui/empty-state'
import { FilterChips } from '#ui/filter-chips'
import { Money, widestCharge } from '#ui/money'
import { PageHead } from '#ui/page-head'
import { Pager } from '#ui/pager'
import { SearchField } from '#ui/search-field'
import { SortTh } from '#ui/sort-th'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { Time } from '#ui/time'
import { teamStatuses } from '#lib/portal/teams/team'
import { requireOperator } from '../../../../_auth/require-operator'
import { ShowAll } from '../../_components/show-all'
import { pageOrStart } from '../../../../_ui/page-or-start'
import { type Query, readOne } from '../../../../_ui/read-query'
import { readSort } from '../../../../_ui/sort'
import { listHref } from '../../../../_ui/list-href'

const spendMs = 30 * 86_400_000

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('teams')
  return { title: t('title') }
}

export default async function TeamsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const [{ actor }, query, t] = await Promise.all([requireOperator(), searchParams, getTranslations('teams')])
  const search = readOne(query, 'q')?.trim() ?? ''
  const reported = await findReported(actor, search)
  if (reported) redirect(reported)
  const { items, nextCursor } = await pageOrStart(
    () =>
      listTeamOverviews(actor, {
        search,
        status: teamStatuses.find((name) => name === readOne(query, 'status')),
        sort: readSort(query, teamSorts, '-spend'),
        since: new Date(Date.now() - spendMs),
        cursor: readOne(query, 'cursor'),
      }),
    listHref('/admin/teams', query, null),
  )
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <div className="flex flex-wrap items-center gap-2">
        <SearchField param="q" label={t('search')} className="w-80" />
        <FilterChips
          filters={[
            { param: 'status', label: t('status'), options: teamStatuses.map((value) => ({ value, label: t(`statuses.${value}`) })) },
          ]}
        />
      </div>
      <Card>
        {items.length === 0 ? (
          <EmptyState title={t('noneFound')} text={t('noneFoundText')} act={<ShowAll href="/admin/teams" />} />
        ) : (
          <TeamTable teams={items} />
        )}
        <Pager
          nextHref={nextCursor === null ? null : listHref('/admin/teams', query, nextCursor)}
          firstHref={readOne(query, 'cursor') ? listHref('/admin/teams', query, null) : null}
        />
      </Card>
    </>
  )
}

/** Where the request of an id stands that a customer reported; null for any other search. */
async function findReported(actor: UserActor, search: string): Promise<string | null> {
  const id = parseId('req', search)
  if (id === null) return null
  try {
    const { teamId } = await getRequest(actor, id)
    return `/admin/teams/${showId('team', teamId)}/requests/${search}`
  } catch (thrown) {
    if (asTollgateError(thrown).code === 'not_found') return null
    throw thrown
  }
}

async function TeamTable({ teams }: { teams: readonly TeamOverviewRow[] }) {
  const [t, format] = await Promise.all([getTranslations('teams'), getFormatter()])
  const alignTo = widestCharge(teams.map((team) => team.spendNanos))
  return (
    <Table label={t('title')}>
      <TableHead>
        <SortTh name="name">{t('name')}</SortTh>
        <SortTh name="balance" numeric>
          {t('available')}
        </SortTh>
        <SortTh name="spend" numeric initial="descending" className="max-md:hidden">
          {t('spend30d')}
        </SortTh>
        <Th numeric className="max-md:hidden">
          {t('requests30d')}
        </Th>
        <Th numeric className="max-md:hidden">
          {t('members')}
        </Th>
        <Th className="max-md:hidden">{t('group')}</Th>
        <SortTh name="created" numeric className="max-md:hidden">
          {t('since')}
        </SortTh>
      </TableHead>
      <tbody>
        {teams.map((team) => (
          <Tr key={team.id} data-testid="team">
            <Td className="max-w-64 max-md:w-full max-md:max-w-0 max-md:py-2">
              <Link href={`/admin/teams/${showId('team', team.id)}`} className="block truncate font-medium hover:underline">
                {team.name}
              </Link>
              {team.status === 'active' ? null : (
                <Badge tone="destructive" icon={Ban}>
                  {t(`statuses.${team.status}`)}
                </Badge>
              )}
              <span className="block truncate text-muted-foreground md:hidden">
                {t('spend30d')} <Money nanos={team.spendNanos} as="total" />
              </span>
            </Td>
            <Td numeric>
              <Money nanos={team.balance.availableNanos} as="balance" />
            </Td>
            <Td numeric className="max-md:hidden">
              <Money nanos={team.spendNanos} as="charge" alignTo={alignTo} />
            </Td>
            <Td numeric className="max-md:hidden">
              {format.number(team.requests)}
            </Td>
            <Td numeric className="max-md:hidden">
              {format.number(team.members)}
            </Td>
            <Td className="font-mono max-md:hidden">{team.customerGroup}</Td>
            <Td numeric className="max-md:hidden">
              <Time at={team.createdAt} as="day" />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
