import { ArrowLeft } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { memberMay } from '#lib/portal/acting/permissions'
import { listTeamBudgets } from '#lib/portal/budgets/list-team-budgets'
import { listModelNames } from '#lib/portal/models/list-catalogue'
import { listTags } from '#lib/portal/policies/list-tags'
import { markMembers } from '#lib/portal/policies/policy-marks'
import { explainPolicy } from '#lib/shared/policy/explain-policy'
import { PageHead } from '#ui/page-head'
import { dayOf } from '../../../../_period/zone-days'
import { budgetsInForce } from '../../_policy/in-force'
import { changeMemberPolicyAction } from '../../_policy/policy-actions'
import { PolicyForm } from '../../_policy/policy-form'
import { PolicyLayout } from '../../_policy/policy-layout'
import { toPolicyFields } from '../../_policy/policy-values'
import { PolicyWords } from '../../_policy/policy-words'
import { requireMember } from './require-member'

interface MemberPageProps {
  params: Promise<{ team: string; user: string }>
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('policy')
  return { title: t('memberTitle') }
}

export default async function MemberPolicyPage({ params }: MemberPageProps) {
  const { team: shownId, user: shownUser } = await params
  const { actor, team, member, policy } = await requireMember(shownId, shownUser)
  const [t, sold, budgets, tags] = await Promise.all([
    getTranslations('policy'),
    listModelNames(actor, team.id),
    listTeamBudgets(actor, team.id),
    listTags(actor, team.id),
  ])
  const level = { level: 'member', id: member.userId, policy } as const
  const mayChange = team.status === 'active' && memberMay('policy.change', team.role)
  const expires = policy.expires_at === undefined ? '' : dayOf(new Date(policy.expires_at), team.timeZone)
  return (
    <>
      <div>
        <Link
          href={`/${shownId}/team`}
          className="inline-flex items-center gap-1 text-sm text-muted-foreground hover:text-foreground max-md:min-h-9"
        >
          <ArrowLeft aria-hidden className="size-3.5" />
          {t('backToTeam')}
        </Link>
        <PageHead title={member.displayName || member.email} text={t('memberText')} />
      </div>
      <PolicyLayout
        words={
          <PolicyWords
            explained={explainPolicy([level])}
            budgets={budgetsInForce(budgets, [level])}
            timeZone={team.timeZone}
            sold={sold}
            only="member"
          />
        }
        form={
          mayChange ? (
            <PolicyForm
              action={changeMemberPolicyAction}
              hidden={{ team: shownId, user: shownUser, seen: JSON.stringify(markMembers(policy)) }}
              initial={{ ...toPolicyFields(policy), expires }}
              timeZone={team.timeZone}
              models={sold}
              tags={tags}
              mayGovern
            />
          ) : null
        }
      />
      {mayChange ? null : <p className="text-sm text-muted-foreground">{t('readOnlyTeam')}</p>}
    </>
  )
}
