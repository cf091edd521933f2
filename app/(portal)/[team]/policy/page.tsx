import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { memberMay } from '#lib/portal/acting/permissions'
import { listTeamBudgets } from '#lib/portal/budgets/list-team-budgets'
import { listModelNames } from '#lib/portal/models/list-catalogue'
import { listTags } from '#lib/portal/policies/list-tags'
import { markMembers } from '#lib/portal/policies/policy-marks'
import { getTeamPolicy } from '#lib/portal/policies/team-policy'
import { explainPolicy } from '#lib/shared/policy/explain-policy'
import { requireTeam } from '../../../_auth/require-team'
import { dayOf } from '../../../_period/zone-days'
import { budgetsInForce } from '../_policy/in-force'
import { changeTeamPolicyAction } from '../_policy/policy-actions'
import { PolicyForm } from '../_policy/policy-form'
import { PolicyLayout } from '../_policy/policy-layout'
import { toPolicyFields } from '../_policy/policy-values'
import { PolicyWords } from '../_policy/policy-words'
import { GovernanceHead } from '../_components/governance-head'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('budgets')
  return { title: t('tabs.policy') }
}

export default async function TeamPolicyPage({ params }: { params: Promise<{ team: string }> }) {
  const { team: shownId } = await params
  const { actor, team } = await requireTeam(shownId)
  const [t, policy, sold, budgets, tags] = await Promise.all([
    getTranslations('policy'),
    getTeamPolicy(actor, team.id),
    listModelNames(actor, team.id),
    listTeamBudgets(actor, team.id),
    listTags(actor, team.id),
  ])
  const level = { level: 'team', id: team.id, policy } as const
  const mayChange = team.status === 'active' && memberMay('policy.change', team.role)
  const expires = policy.expires_at === undefined ? '' : dayOf(new Date(policy.expires_at), team.timeZone)
  return (
    <>
      <GovernanceHead team={shownId} current="policy" seesWebhooks={memberMay('webhook.read', team.role)} />
      <PolicyLayout
        words={
          <PolicyWords
            explained={explainPolicy([level])}
            budgets={budgetsInForce(budgets, [level])}
            timeZone={team.timeZone}
            sold={sold}
            only="team"
          />
        }
        form={
          mayChange ? (
            <PolicyForm
              action={changeTeamPolicyAction}
              hidden={{ team: shownId, seen: JSON.stringify(markMembers(policy)) }}
              initial={{ ...toPolicyFields(policy), expires }}
              timeZone={team.timeZone}
              models={sold}
              tags={tags}
              mayGovern
              ofTeam
            />
          ) : null
        }
      />
      {mayChange ? null : <p className="text-sm text-muted-foreground">{t('readOnlyTeam')}</p>}
    </>
  )
}
