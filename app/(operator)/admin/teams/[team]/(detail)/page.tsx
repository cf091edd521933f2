import { Ban, CircleCheck } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { getFormatter, getTranslations } from 'next-intl/server'
import { operatorMay } from '#lib/portal/acting/permissions'
import { getBalance } from '#lib/portal/credits/get-balance'
import { listLedger } from '#lib/portal/credits/list-ledger'
import { listKeys } from '#lib/portal/keys/list-keys'
import { listRequests } from '#lib/portal/requests/list-requests'
import { getDisabling } from '#lib/portal/teams/get-disabling'
import { listTeamPeople } from '#lib/portal/teams/list-team-people'
import { getUsageReport } from '#lib/portal/usage/get-usage-report'
import { Badge } from '#ui/badge'
import { Card, CardBody, CardHead } from '#ui/card'
import { Money } from '#ui/money'
import { PageHead } from '#ui/page-head'
import { growthOf, Stat, StatRow } from '#ui/stat'
import { readPeriod } from '../../../../../_period/read-period'
import { pageOrStart } from '../../../../../_ui/page-or-start'
import { type Query, readOne } from '../../../../../_ui/read-query'
import { StandingActs } from '../../../_components/standing-acts'
import { listHref } from '../../../../../_ui/list-href'
import { disableTeamAction, enableTeamAction } from '../../_actions/team-actions'
import { CreditDialog } from '../../_components/credit-dialog'
import { DisabledNotice } from '../../_components/disabled-notice'
import { GroupForm } from '../../_components/group-form'
import { KeysOfTeam } from '../../_components/keys-of-team'
import { LedgerCard } from '../../_components/ledger-card'
import { PeopleCard } from '../../_components/people-card'
import { TeamRequests } from '../../_components/team-requests'
import { TeamUsage } from '../../_components/team-usage'
import { requireSeenTeam } from '../require-seen-team'

interface TeamPageProps {
  params: Promise<{ team: string }>
  searchParams: Promise<Query>
}

export async function generateMetadata({ params }: TeamPageProps): Promise<Metadata> {
  const { team } = await requireSeenTeam((await params).team)
  return { title: team.name }
}

const listed = 20

export default async function TeamPage({ params, searchParams }: TeamPageProps) {
  const [{ team: shown }, query] = await Promise.all([params, searchParams])
  const { team, actor, role } = await requireSeenTeam(shown)
  const now = new Date()
  const period = readPeriod({ period: '30d' }, { timeZone: team.timeZone, now })
  const teamId = team.id
  const cursor = readOne(query, 'cursor')
  const path = `/admin/teams/${shown}`
  const [t, format, balance, ledger, keys, people, requests, disabling, report] = await Promise.all([
    getTranslations(),
    getFormatter(),
    getBalance(actor, teamId),
    pageOrStart(() => listLedger(actor, { teamId, limit: listed, cursor }), listHref(path, query, null)),
    listKeys(actor, { teamId, limit: 100 }),
    listTeamPeople(actor, teamId),
    listRequests(actor, { teamId, limit: listed }),
    team.status === 'disabled' ? getDisabling(actor, teamId) : null,
    getUsageReport(actor, { teamId, groupBy: 'day', from: period.from, to: period.to, previous: period.previous, now }),
  ])
  const active = team.status === 'active'
  return (
    <>
      <PageHead
        title={team.name}
        text={shown}
        act={
          <div className="flex flex-wrap items-center gap-2">
            <Badge tone={active ? 'success' : 'destructive'} icon={active ? CircleCheck : Ban}>
              {t(`teams.statuses.${team.status}`)}
            </Badge>
            {operatorMay('team.govern', role) && team.status !== 'deleted' ? (
              <StandingActs
                enabled={active}
                fields={{ team: shown }}
                disable={disableTeamAction}
                enable={enableTeamAction}
                title={t('teams.disableTitle', { name: team.name })}
                text={t('teams.disableText', { keys: keys.items.length, people: people.length })}
                typed={team.name}
                reason={{ label: t('teams.disableReason'), hint: t('teams.disableReasonHint') }}
              />
            ) : null}
            {operatorMay('credit.change', role) ? (
              <>
                <CreditDialog team={shown} name={team.name} creditNanos={balance.creditNanos} direction="take" />
                <CreditDialog team={shown} name={team.name} creditNanos={balance.creditNanos} direction="grant" />
              </>
            ) : null}
          </div>
        }
      />
      {disabling ? <DisabledNotice disabling={disabling} /> : null}
      <StatRow>
        <Stat label={t('teams.available')} value={<Money nanos={balance.availableNanos} as="balance" />} />
        <Stat label={t('teams.held')} value={<Money nanos={balance.heldNanos} as="balance" />} sub={t('teams.heldSub')} />
        <Stat
          label={t('teams.spend30d')}
          value={<Money nanos={report.totals.spentNanos} as="balance" />}
          change={{ ratio: growthOf(Number(report.totals.spentNanos), Number(report.previous.spentNanos)), better: 'neutral' }}
        />
        <Stat
          label={t('teams.requests30d')}
          value={format.number(report.totals.requests)}
          change={{ ratio: growthOf(Number(report.totals.requests), Number(report.previous.requests)), better: 'neutral' }}
        />
      </StatRow>
      <TeamUsage report={report} />
      <div className="grid items-start gap-5 lg:grid-cols-3">
        <PeopleCard people={people} />
        <KeysOfTeam keys={keys.items} now={now} />
        <Card id="terms">
          <CardHead id="terms" title={t('teams.terms')} />
          <CardBody>
            <GroupForm team={shown} group={team.customerGroup} mayChange={operatorMay('team.govern', role)} />
            {operatorMay('audit.read', role) ? (
              <p className="mt-4 text-sm">
                <Link href={`/admin/audit?team=${shown}`} className="text-primary-text hover:underline">
                  {t('teams.itsAudit')}
                </Link>
              </p>
            ) : null}
          </CardBody>
        </Card>
      </div>
      <LedgerCard
        entries={ledger.items}
        mayReverse={operatorMay('credit.change', role)}
        nextHref={ledger.nextCursor === null ? null : `${listHref(path, query, ledger.nextCursor)}#ledger`}
        firstHref={cursor ? listHref(path, query, null) : null}
      />
      <TeamRequests team={shown} requests={requests.items} />
    </>
  )
}
