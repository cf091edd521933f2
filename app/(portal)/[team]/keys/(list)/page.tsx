import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { memberMay } from '#lib/portal/acting/permissions'
import { arrangeKeys, keySorts } from '#lib/portal/keys/arrange-keys'
import { listTeamKeys } from '#lib/portal/keys/list-team-keys'
import { keyStates } from '#lib/portal/keys/team-key'
import { suggestModel } from '#lib/portal/models/suggest-model'
import { env } from '#lib/shared/env'
import { Card } from '#ui/card'
import { ColumnChooser } from '#ui/column-chooser'
import { FilterChips } from '#ui/filter-chips'
import { Pager } from '#ui/pager'
import { SearchField } from '#ui/search-field'
import { requireTeam } from '../../../../_auth/require-team'
import { dayOf } from '../../../../_period/zone-days'
import { type Query, readHidden, readOne } from '../../../../_ui/read-query'
import { readSort } from '../../../../_ui/sort'
import { ConnectCard } from '../_components/connect-card'
import { CreateKeyButton, KeyDialogsProvider } from '../_components/key-dialogs-provider'
import { toKeyRow } from '../_components/key-row'
import { NoKeys, NoMatch } from '../_components/keys-empty'
import { KeysHead } from '../_components/keys-head'
import { keyColumnNames, KeysTable } from '../_components/keys-table'

interface KeysPageProps {
  params: Promise<{ team: string }>
  searchParams: Promise<Query>
}

const pageSize = 50

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('keys')
  return { title: t('title') }
}

export default async function KeysPage({ params, searchParams }: KeysPageProps) {
  const [{ team: shownId }, query] = await Promise.all([params, searchParams])
  const { actor, team } = await requireTeam(shownId)
  const now = new Date()
  const search = readOne(query, 'q')
  const state = keyStates.find((name) => name === readOne(query, 'state'))
  const [t, list, suggested] = await Promise.all([
    getTranslations(),
    listTeamKeys(actor, { teamId: team.id, search, state, now }),
    suggestModel(actor, team.id, now),
  ])
  const page = arrangeKeys(list.keys, list.activity, {
    ...readSort(query, keySorts, '-created'),
    after: readOne(query, 'cursor'),
    size: pageSize,
  })
  const reader = { role: team.role, userId: actor.userId, timeZone: team.timeZone }
  const rows = page.keys.map((key) => toKeyRow(key, list.activity.get(key.id), reader))
  const mayCreate = team.status === 'active' && memberMay('key.create', team.role)
  const narrowed = search !== undefined || state !== undefined
  const baseUrl = `${env().publicUrl}/api/v1`
  const model = suggested ?? 'model'
  const hrefWith = (cursor: string | null) => {
    const kept = Object.entries(query).flatMap(([name, value]) => (name === 'cursor' || typeof value !== 'string' ? [] : [[name, value]]))
    const text = new URLSearchParams([...kept, ...(cursor === null ? [] : [['cursor', cursor]])]).toString()
    return text === '' ? `/${shownId}/keys` : `/${shownId}/keys?${text}`
  }
  return (
    <KeyDialogsProvider
      team={shownId}
      baseUrl={baseUrl}
      model={model}
      timeZone={team.timeZone}
      today={dayOf(now, team.timeZone)}
      mayCreate={mayCreate}
      mayGovern={memberMay('key.govern', team.role)}
    >
      <KeysHead
        team={shownId}
        current="keys"
        managesKeys={memberMay('management_key.read', team.role)}
        act={mayCreate && (rows.length > 0 || narrowed) ? <CreateKeyButton /> : null}
      />
      {rows.length > 0 || narrowed ? (
        <div className="flex flex-wrap items-center gap-2">
          <SearchField param="q" label={t('keys.search')} />
          <FilterChips
            filters={[
              {
                param: 'state',
                closed: true,
                label: t('keys.status'),
                options: keyStates.map((value) => ({ value, label: t(`keyStatus.${value}`) })),
              },
            ]}
          />
          <div className="ml-auto max-md:hidden">
            <ColumnChooser columns={keyColumnNames.map((id) => ({ id, label: t(`keys.${id}`) }))} />
          </div>
        </div>
      ) : null}
      <Card>
        {rows.length > 0 ? (
          <KeysTable rows={rows} hidden={readHidden(query)} timeZone={team.timeZone} now={now} />
        ) : narrowed ? (
          <NoMatch clearHref={`/${shownId}/keys`} />
        ) : (
          <NoKeys mayCreate={mayCreate} baseUrl={baseUrl} />
        )}
        <Pager nextHref={page.next === null ? null : hrefWith(page.next)} firstHref={query.cursor ? hrefWith(null) : null} />
      </Card>
      {rows.length > 0 ? (
        <p className="text-sm text-muted-foreground">
          {t('keys.monthBy', { zone: team.timeZone })} {list.more ? t('keys.more', { count: list.keys.length }) : null}
        </p>
      ) : null}
      <ConnectCard baseUrl={baseUrl} model={model} />
    </KeyDialogsProvider>
  )
}
