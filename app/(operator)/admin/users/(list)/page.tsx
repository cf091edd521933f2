import type { Metadata } from 'next'
import Link from 'next/link'
import { getFormatter, getTranslations } from 'next-intl/server'
import { listUsers, userStandings } from '#lib/portal/users/list-users'
import { showId } from '#lib/shared/ids'
import { Card } from '#ui/card'
import { EmptyState } from '#ui/empty-state'
import { FilterChips } from '#ui/filter-chips'
import { PageHead } from '#ui/page-head'
import { Pager } from '#ui/pager'
import { RelativeTime } from '#ui/relative-time'
import { SearchField } from '#ui/search-field'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { Time } from '#ui/time'
import { requireOperator } from '../../../../_auth/require-operator'
import { ShowAll } from '../../_components/show-all'
import { pageOrStart } from '../../../../_ui/page-or-start'
import { type Query, readOne } from '../../../../_ui/read-query'
import { listHref } from '../../../../_ui/list-href'
import { UserBadges } from '../_components/user-badges'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('users')
  return { title: t('title') }
}

export default async function UsersPage({ searchParams }: { searchParams: Promise<Query> }) {
  const [{ actor }, query, t, format] = await Promise.all([requireOperator(), searchParams, getTranslations('users'), getFormatter()])
  const standing = userStandings.find((name) => name === readOne(query, 'standing'))
  const { items, nextCursor } = await pageOrStart(
    () => listUsers(actor, { search: readOne(query, 'q'), standing, cursor: readOne(query, 'cursor') }),
    listHref('/admin/users', query, null),
  )
  const now = new Date()
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <div className="flex flex-wrap items-center gap-2">
        <SearchField param="q" label={t('search')} />
        <FilterChips
          filters={[
            { param: 'standing', label: t('standing'), options: userStandings.map((value) => ({ value, label: t(`standings.${value}`) })) },
          ]}
        />
      </div>
      <Card>
        {items.length === 0 ? (
          <EmptyState title={t('noneFound')} text={t('noneFoundText')} act={<ShowAll href="/admin/users" />} />
        ) : (
          <Table label={t('title')}>
            <TableHead>
              <Th>{t('email')}</Th>
              <Th className="max-md:hidden">{t('standing')}</Th>
              <Th numeric className="max-md:hidden">
                {t('teams')}
              </Th>
              <Th className="max-md:hidden">{t('since')}</Th>
              <Th>{t('lastAct')}</Th>
            </TableHead>
            <tbody>
              {items.map((user) => (
                <Tr key={user.id} data-testid="user">
                  <Td className="max-w-72 max-md:w-full max-md:max-w-0 max-md:py-2">
                    <Link href={`/admin/users/${showId('user', user.id)}`} className="block truncate font-medium hover:underline">
                      {user.email}
                    </Link>
                    {user.displayName === '' ? null : <span className="block truncate text-muted-foreground">{user.displayName}</span>}
                    <span className="block md:hidden">
                      <UserBadges user={user} />
                    </span>
                  </Td>
                  <Td className="max-md:hidden">
                    <UserBadges user={user} />
                  </Td>
                  <Td numeric className="max-md:hidden">
                    {format.number(user.teams)}
                  </Td>
                  <Td className="whitespace-nowrap max-md:hidden">
                    <Time at={user.createdAt} as="day" />
                  </Td>
                  <Td className="whitespace-nowrap text-muted-foreground">
                    {user.lastActAt ? <RelativeTime at={user.lastActAt} now={now} /> : t('never')}
                  </Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        )}
        <Pager
          nextHref={nextCursor === null ? null : listHref('/admin/users', query, nextCursor)}
          firstHref={readOne(query, 'cursor') ? listHref('/admin/users', query, null) : null}
        />
      </Card>
    </>
  )
}
