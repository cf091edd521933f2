import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { memberMay } from '#lib/portal/acting/permissions'
import { listTeamBudgets } from '#lib/portal/budgets/list-team-budgets'
import { listTeamKeys } from '#lib/portal/keys/list-team-keys'
import { listMembers } from '#lib/portal/members/list-members'
import { listModelNames } from '#lib/portal/models/list-catalogue'
import { listTags } from '#lib/portal/policies/list-tags'
import { showId } from '#lib/shared/ids'
import { Card } from '#ui/card'
import { EmptyState } from '#ui/empty-state'
import { requireTeam } from '../../../_auth/require-team'
import { dayOf } from '../../../_period/zone-days'
import { BudgetTable } from './_components/budget-table'
import { CreateBudget } from './_components/create-budget'
import { GovernanceHead } from '../_components/governance-head'
import { SuggestionsProvider } from '../_components/suggestions'

/** More models than this are named by hand. */
const mostChoices = 200

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('budgets')
  return { title: t('title') }
}

export default async function BudgetsPage({ params }: { params: Promise<{ team: string }> }) {
  const { team: shownId } = await params
  const { actor, team } = await requireTeam(shownId)
  const now = new Date()
  const mayChange = team.status === 'active' && memberMay('budget.change', team.role)
  const [t, budgets, keys, members, models, tags] = await Promise.all([
    getTranslations('budgets'),
    listTeamBudgets(actor, team.id),
    mayChange ? listTeamKeys(actor, { teamId: team.id, now }) : null,
    mayChange ? listMembers(actor, { teamId: team.id, limit: 200 }) : null,
    mayChange ? listModelNames(actor, team.id) : [],
    mayChange ? listTags(actor, team.id) : [],
  ])
  const create = mayChange ? (
    <CreateBudget
      team={shownId}
      keys={(keys?.keys ?? []).map((key) => ({ value: showId('key', key.id), label: key.name }))}
      members={(members?.items ?? []).map((member) => ({
        value: showId('user', member.userId),
        label: member.displayName || member.email,
      }))}
      models={models.length <= mostChoices ? models.map((name) => ({ value: name, label: name })) : null}
      moreMembers={members?.nextCursor !== null}
    />
  ) : null
  return (
    <SuggestionsProvider models={models} tags={tags}>
      <GovernanceHead team={shownId} current="budgets" seesWebhooks={memberMay('webhook.read', team.role)} act={create} />
      <Card>
        {budgets.length > 0 ? (
          <BudgetTable budgets={budgets} mayChange={mayChange} today={dayOf(now, team.timeZone)} timeZone={team.timeZone} />
        ) : (
          <EmptyState title={t('emptyTitle')} text={t(mayChange ? 'emptyText' : 'emptyReadOnly')} />
        )}
      </Card>
      <p className="text-sm text-muted-foreground">{t('clock', { zone: team.timeZone })}</p>
    </SuggestionsProvider>
  )
}
