import { changeBudget } from '#lib/portal/budgets/change-budget'
import { createBudget } from '#lib/portal/budgets/create-budget'
import { endBudget } from '#lib/portal/budgets/end-budget'
import { getBudget } from '#lib/portal/budgets/get-budget'
import { listBudgetPage, listTeamBudgets } from '#lib/portal/budgets/list-team-budgets'
import { getEffectivePolicy } from '#lib/portal/policies/get-effective-policy'
import { listTags } from '#lib/portal/policies/list-tags'
import { changeMemberPolicy, getMemberPolicy } from '#lib/portal/policies/member-policy'
import { changeTeamPolicy, getTeamPolicy } from '#lib/portal/policies/team-policy'
import type { VerbRow } from '#tests/integration/portal/matrix/verb-row'

const team = { on: 'team' } as const
const patch = { max_output_tokens: 10 }

/** Verbs on policies and budgets. */
export const policyRows: readonly VerbRow[] = [
  { ...team, verb: 'getTeamPolicy', acts: ['policy.read'], run: (actor, { teamId }) => getTeamPolicy(actor, teamId) },
  {
    ...team,
    verb: 'changeTeamPolicy',
    acts: ['policy.change'],
    run: (actor, { teamId }, tx) => changeTeamPolicy(actor, teamId, patch, tx),
  },
  {
    ...team,
    verb: 'getMemberPolicy',
    acts: ['policy.read'],
    run: (actor, { teamId, memberId: userId }) => getMemberPolicy(actor, { teamId, userId }),
  },
  {
    ...team,
    verb: 'changeMemberPolicy',
    acts: ['policy.change'],
    run: (actor, { teamId, memberId: userId }, tx) => changeMemberPolicy(actor, { teamId, userId }, patch, tx),
  },
  { ...team, verb: 'getEffectivePolicy', acts: ['policy.read'], run: (actor, { keyId }) => getEffectivePolicy(actor, keyId) },
  { ...team, verb: 'listTags', acts: ['policy.read'], run: (actor, { teamId }) => listTags(actor, teamId) },
  { ...team, verb: 'listTeamBudgets', acts: ['budget.read'], run: (actor, { teamId }) => listTeamBudgets(actor, teamId) },
  { ...team, verb: 'listBudgetPage', acts: ['budget.read'], run: (actor, { teamId }) => listBudgetPage(actor, { teamId }) },
  { ...team, verb: 'getBudget', acts: ['budget.read'], run: (actor, { budgetId }) => getBudget(actor, budgetId) },
  {
    ...team,
    verb: 'createBudget',
    acts: ['budget.change'],
    run: (actor, { teamId }, tx) => createBudget(actor, { teamId, scope: 'team', amountNanos: 5n, period: 'month' }, tx),
  },
  {
    ...team,
    verb: 'changeBudget',
    acts: ['budget.change'],
    run: (actor, { budgetId }, tx) => changeBudget(actor, { budgetId, amountNanos: 9n }, tx),
  },
  { ...team, verb: 'endBudget', acts: ['budget.change'], run: (actor, { budgetId }, tx) => endBudget(actor, budgetId, tx) },
]
