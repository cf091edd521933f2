import { z } from 'zod'
import { changeBudget } from '#lib/portal/budgets/change-budget'
import { createBudget } from '#lib/portal/budgets/create-budget'
import { endBudget } from '#lib/portal/budgets/end-budget'
import { getBudget } from '#lib/portal/budgets/get-budget'
import { listBudgetPage } from '#lib/portal/budgets/list-team-budgets'
import { defineRoute } from '#lib/portal/management-api/define-route'
import { budgetParams, nothing, teamParams } from '#lib/portal/management-api/routes/parts'
import { pageOut, showPage, wholeListQuery } from '#lib/portal/management-api/wire/fields'
import { budgetIn, budgetOut, budgetPatchIn, readFallback, readScopeId, showBudget } from '#lib/portal/management-api/wire/budget-wire'

const tag = 'Budgets'

export const budgetRoutes = [
  defineRoute({
    method: 'POST',
    path: '/teams/{team_id}/budgets',
    scope: 'team',
    tag,
    operationId: 'createBudget',
    summary: 'Make a budget of a team, member, key, tag, model or end user; one per scope, period and mode.',
    params: teamParams,
    query: nothing,
    body: budgetIn,
    answer: budgetOut,
    statuses: [201],
    handle: async ({ actor, params, body, transaction }) => {
      const input = {
        teamId: params.team_id,
        scope: body.scope,
        scopeId: readScopeId(body.scope, body.scope_id),
        amountNanos: body.amount_usd,
        period: body.period,
        mode: body.mode,
        thresholds: body.thresholds,
        onExhaustedModel: readFallback(body.on_exhausted),
        perEndUser: body.per_end_user,
      }
      return { status: 201, body: showBudget(await createBudget(actor, input, transaction)) }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/teams/{team_id}/budgets',
    scope: 'team',
    tag,
    operationId: 'listBudgets',
    summary: 'Every budget of a team with what its current period has spent, those of policies included.',
    params: teamParams,
    query: z.strictObject(wholeListQuery),
    body: null,
    answer: pageOut(budgetOut),
    statuses: [200],
    handle: async ({ actor, params, query }) => ({
      status: 200,
      body: showPage(await listBudgetPage(actor, { ...query, teamId: params.team_id }), showBudget),
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/budgets/{budget_id}',
    scope: 'team',
    tag,
    operationId: 'getBudget',
    summary: 'One budget with what its current period has spent.',
    params: budgetParams,
    query: nothing,
    body: null,
    answer: budgetOut,
    statuses: [200],
    handle: async ({ actor, params }) => ({ status: 200, body: showBudget(await getBudget(actor, params.budget_id)) }),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/budgets/{budget_id}',
    scope: 'team',
    tag,
    operationId: 'changeBudget',
    summary: 'Change a budget, or raise it for a time; counts from the next request.',
    params: budgetParams,
    query: nothing,
    body: budgetPatchIn,
    answer: budgetOut,
    statuses: [200],
    handle: async ({ actor, params, body }) => {
      const { increase } = body
      const budget = await changeBudget(actor, {
        budgetId: params.budget_id,
        amountNanos: body.amount_usd,
        period: body.period,
        mode: body.mode,
        thresholds: body.thresholds,
        onExhaustedModel: readFallback(body.on_exhausted),
        increase: increase && { amountNanos: increase.amount_usd, until: increase.until },
      })
      return { status: 200, body: showBudget(budget) }
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/budgets/{budget_id}',
    scope: 'team',
    tag,
    operationId: 'endBudget',
    summary: 'End a budget; what it counted stays on record.',
    params: budgetParams,
    query: nothing,
    body: null,
    answer: null,
    statuses: [204],
    handle: async ({ actor, params }) => {
      await endBudget(actor, params.budget_id)
      return { status: 204 }
    },
  }),
]
