import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { memberMay } from '#lib/portal/acting/permissions'
import { getBalance } from '#lib/portal/credits/get-balance'
import { listInvites } from '#lib/portal/invites/list-invites'
import { listMembers } from '#lib/portal/members/list-members'
import type { Member } from '#lib/portal/members/member'
import { listTimeZones } from '#lib/portal/teams/time-zones'
import { showId } from '#lib/shared/ids'
import { canSendMail } from '#lib/shared/mail/send-mail'
import { Card, CardBody, CardHead } from '#ui/card'
import { PageHead } from '#ui/page-head'
import { requireTeam } from '../../../_auth/require-team'
import { pageOrStart } from '../../../_ui/page-or-start'
import { type Query, readOne } from '../../../_ui/read-query'
import { DangerCard } from './_components/danger-card'
import { InviteDialog } from './_components/invite-dialog'
import { InvitesCard } from './_components/invites-card'
import type { Heir } from './_components/member-subject'
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

const toHeir = (member: Member): Heir => ({ id: showId('user', member.userId), email: member.email })
const noInvites = { items: [], nextCursor: null }

export default async function TeamSettingsPage({ params, searchParams }: TeamSettingsProps) {
  const [{ team: shownId }, query] = await Promise.all([params, searchParams])
  const { actor, team } = await requireTeam(shownId)
  const active = team.status === 'active'
  const mayChange = memberMay('team.update', team.role) && active
  const mayPeople = memberMay('member.change', team.role) && active
  const mayOwn = memberMay('member.change_owner', team.role)
  const [cursor, inviteCursor] = [readOne(query, 'cursor'), readOne(query, 'invites')]
  const href = `/${shownId}/team`
  const [t, members, everyone, invites, timeZones, balance] = await Promise.all([
    getTranslations('team'),
    pageOrStart(() => listMembers(actor, { teamId: team.id, cursor }), href),
    listMembers(actor, { teamId: team.id, limit: 200 }),
    memberMay('invite.read', team.role)
      ? pageOrStart(() => listInvites(actor, { teamId: team.id, cursor: inviteCursor, limit: 20 }), href)
      : noInvites,
    mayChange ? listTimeZones() : [],
    getBalance(actor, team.id),
  ])
  const others = everyone.items.filter(({ userId, disabled }) => userId !== actor.userId && !disabled)
  const heirs = everyone.items.filter(({ role, disabled }) => memberMay('key.create', role) && !disabled)
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
        team={shownId}
        members={members.items}
        userId={actor.userId}
        place={mayPeople ? { team: shownId, mayOwn, heirs: heirs.map(toHeir) } : null}
        act={mayPeople ? <InviteDialog team={shownId} name={team.name} mayOwn={mayOwn} mails={canSendMail()} /> : null}
        nextHref={members.nextCursor === null ? null : `${href}?cursor=${members.nextCursor}`}
        firstHref={cursor === undefined ? null : href}
      />
      {memberMay('invite.read', team.role) ? (
        <InvitesCard
          invites={invites.items}
          now={new Date()}
          mayChange={mayPeople}
          mayOwn={mayOwn}
          nextHref={invites.nextCursor === null ? null : `${href}?invites=${invites.nextCursor}#invites`}
          firstHref={inviteCursor === undefined ? null : `${href}#invites`}
        />
      ) : null}
      {active ? (
        <DangerCard
          team={shownId}
          name={team.name}
          keys={everyone.items.find(({ userId }) => userId === actor.userId)?.keys ?? 0}
          owner={team.role === 'owner'}
          lastOwner={team.role === 'owner' && others.every(({ role }) => role !== 'owner')}
          heirs={heirs.filter(({ userId }) => userId !== actor.userId).map(toHeir)}
          successors={others.filter(({ role }) => role !== 'owner').map(toHeir)}
          members={everyone.items.length}
          creditNanos={balance.creditNanos}
        />
      ) : null}
    </>
  )
}
