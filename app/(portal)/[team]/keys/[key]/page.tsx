import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { memberMay } from '#lib/portal/acting/permissions'
import { listTeamBudgets } from '#lib/portal/budgets/list-team-budgets'
import { listModelNames } from '#lib/portal/models/list-catalogue'
import { listTags } from '#lib/portal/policies/list-tags'
import { markMembers } from '#lib/portal/policies/policy-marks'
import { dayOf } from '../../../../_period/zone-days'
import { budgetsInForce } from '../../_policy/in-force'
import { changeKeyPolicyAction } from '../../_policy/policy-actions'
import { PolicyForm } from '../../_policy/policy-form'
import { PolicyLayout } from '../../_policy/policy-layout'
import { toPolicyFields } from '../../_policy/policy-values'
import { PolicyWords } from '../../_policy/policy-words'
import { KeyHead } from './_components/key-head'
import { requireKey } from './require-key'

interface KeyPageProps {
  params: Promise<{ team: string; key: string }>
}

export async function generateMetadata({ params }: KeyPageProps): Promise<Metadata> {
  const { team: shownTeam, key: shownKey } = await params
  return { title: (await requireKey(shownTeam, shownKey)).key.name }
}

export default async function KeyPage({ params }: KeyPageProps) {
  const { team: shownTeam, key: shownKey } = await params
  const { actor, team, key, people, secretsEnded, levels, explained } = await requireKey(shownTeam, shownKey)
  const [t, sold, budgets, tags] = await Promise.all([
    getTranslations('policy'),
    listModelNames(actor, team.id),
    listTeamBudgets(actor, team.id),
    listTags(actor, team.id),
  ])
  const own = key.ownerId === actor.userId
  const mayChange = team.status === 'active' && memberMay(own ? 'key.change_own' : 'key.change', team.role)
  const mayGovern = memberMay('key.govern', team.role)
  const expires = key.expiresAt === null ? '' : dayOf(key.expiresAt, team.timeZone)
  return (
    <>
      <KeyHead
        keyOf={{ ...key, ...people, secretsEnded }}
        team={shownTeam}
        shownKey={shownKey}
        mayChange={mayChange}
        mayGovern={mayGovern}
        now={new Date()}
      />
      <PolicyLayout
        words={
          <PolicyWords
            explained={explained}
            budgets={budgetsInForce(budgets, levels, explained.tags?.value ?? [])}
            timeZone={team.timeZone}
            sold={sold}
          />
        }
        form={
          mayChange ? (
            <PolicyForm
              action={changeKeyPolicyAction}
              hidden={{ key: shownKey, seen: JSON.stringify(markMembers(key.policy)) }}
              initial={{ ...toPolicyFields(key.policy), expires }}
              timeZone={team.timeZone}
              models={sold}
              tags={tags}
              mayGovern={mayGovern}
            />
          ) : null
        }
      />
      {mayChange ? null : <p className="text-sm text-muted-foreground">{t('readOnly')}</p>}
    </>
  )
}
