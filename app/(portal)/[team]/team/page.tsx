import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { memberMay } from '#lib/portal/acting/permissions'
import { listMembers } from '#lib/portal/members/list-members'
import { listTimeZones } from '#lib/portal/teams/time-zones'
import { Card, CardBody, CardHead } from '#ui/card'
import { PageHead } from '#ui/page-head'
import { requireTeam } from '../../../_auth/require-team'
import { pageOrStart } from '../../../_ui/page-or-start'
import { type Query, readOne } from '../../../_ui/read-query'
import { MembersCard } from './_components/members-card'
import { TeamFacts } from './_components/team-facts'
import { TeamForm } from './_components/team-form'

interface TeamSettingsProps {
  params: Promise<{ team: string }>
  searchParams: Promise<Query>
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('team')
  return { title: t('title') }
}

export default async function TeamSettingsPage({ params, searchParams }: TeamSettingsProps) {
  const [{ team: shownId }, query] = await Promise.all([params, searchParams])
  const { actor, team } = await requireTeam(shownId)
  const mayChange = memberMay('team.update', team.role) && team.status === 'active'
  const cursor = readOne(query, 'cursor')
  const href = `/${shownId}/team`
  const [t, members, timeZones] = await Promise.all([
    getTranslations('team'),
    pageOrStart(() => listMembers(actor, { teamId: team.id, cursor }), href),
    mayChange ? listTimeZones() : [],
  ])
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <Card id="settings">
        <CardHead id="settings" title={t('settings')} />
        <CardBody className="flex flex-col gap-5">
          {mayChange ? <TeamForm team={shownId} name={team.name} timeZone={team.timeZone} timeZones={timeZones} /> : null}
          <TeamFacts id={shownId} readOnly={mayChange ? null : team} />
        </CardBody>
      </Card>
      <MembersCard
        members={members.items}
        userId={actor.userId}
        nextHref={members.nextCursor === null ? null : `${href}?cursor=${members.nextCursor}`}
        firstHref={cursor === undefined ? null : href}
      />
    </>
  )
}
