import { z } from 'zod'
import { listAuditTrail } from '#lib/portal/audit/list-audit-trail'
import { reverseCredit } from '#lib/portal/credits/reverse-credit'
import { refundRequest } from '#lib/portal/credits/refund-request'
import { defineRoute } from '#lib/portal/management-api/define-route'
import { entryParams, nothing, requestParams } from '#lib/portal/management-api/routes/parts'
import { idIn, pageOut, pageQuery, reasonIn, showPage, timeOrDayIn } from '#lib/portal/management-api/wire/fields'
import {
  auditOut,
  reconciliationOut,
  reversalOut,
  showAudit,
  showReconciliation,
  showTrialBalance,
  showUsage,
  trialBalanceOut,
  usageOut,
} from '#lib/portal/management-api/wire/report-wire'
import { refundOut, requestOut, requestStatus, showRefund, showRequest } from '#lib/portal/management-api/wire/request-wire'
import { getReconciliation } from '#lib/portal/reports/get-reconciliation'
import { getTrialBalance } from '#lib/portal/reports/get-trial-balance'
import { getRequest } from '#lib/portal/requests/get-request'
import { listRequests } from '#lib/portal/requests/list-requests'
import { listUsage } from '#lib/portal/usage/list-usage'
import { usageGroups } from '#lib/portal/usage/usage-row'
import { showId } from '#lib/shared/ids'

const modelFilter = z.string().max(200).optional()
const filters = {
  team: idIn('team').optional(),
  key: idIn('key').optional(),
  model: modelFilter,
  from: timeOrDayIn.optional().describe('From this moment on'),
  to: timeOrDayIn.optional().describe('Before this moment'),
}

export const reportRoutes = [
  defineRoute({
    method: 'GET',
    path: '/requests',
    scope: 'team',
    tag: 'Requests and usage',
    operationId: 'listRequests',
    summary: 'Settled requests, newest first.',
    params: nothing,
    query: z.strictObject({ ...pageQuery, ...filters, status: requestStatus.optional() }),
    body: null,
    answer: pageOut(requestOut),
    statuses: [200],
    handle: async ({ actor, query: { team, key, model, status, ...query } }) => {
      const one = <Value>(value: Value | undefined) => (value === undefined ? undefined : [value])
      const chosen = { teamId: team, keyIds: one(key), models: one(model), statuses: one(status) }
      return { status: 200, body: showPage(await listRequests(actor, { ...query, ...chosen }), showRequest) }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/requests/{request_id}',
    scope: 'team',
    tag: 'Requests and usage',
    operationId: 'getRequest',
    summary: 'One settled request.',
    params: requestParams,
    query: nothing,
    body: null,
    answer: requestOut,
    statuses: [200],
    handle: async ({ actor, params }) => ({ status: 200, body: showRequest(await getRequest(actor, params.request_id)) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/requests/{request_id}/refund',
    scope: 'operator',
    tag: 'Money',
    operationId: 'refundRequest',
    summary: 'Give back what a request was charged; once, however often it is asked.',
    params: requestParams,
    query: nothing,
    body: z.strictObject({ reason: reasonIn }),
    answer: refundOut,
    statuses: [201, 200],
    handle: async ({ actor, params, body, transaction }) => {
      const { refund, created } = await refundRequest(actor, { requestId: params.request_id, reason: body.reason }, transaction)
      return { status: created ? 201 : 200, body: showRefund(refund) }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/usage',
    scope: 'team',
    tag: 'Requests and usage',
    operationId: 'listUsage',
    summary: 'Sums of tokens and money, in the order of the group.',
    params: nothing,
    query: z.strictObject({
      ...pageQuery,
      ...filters,
      group_by: z.enum(usageGroups).default('day'),
      time_zone: z.string().max(64).optional().describe('Days and hours start by this clock; UTC when left out'),
    }),
    body: null,
    answer: pageOut(usageOut),
    statuses: [200],
    handle: async ({ actor, query: { team, key, group_by: groupBy, time_zone: timeZone, ...query } }) => ({
      status: 200,
      body: showPage(await listUsage(actor, { ...query, groupBy, timeZone, teamId: team, keyId: key }), (sum) => showUsage(sum, groupBy)),
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/reports/trial-balance',
    scope: 'operator',
    tag: 'Money',
    operationId: 'getTrialBalance',
    summary: 'The sum of every account of the books; together they are zero.',
    params: nothing,
    query: nothing,
    body: null,
    answer: trialBalanceOut,
    statuses: [200],
    handle: async ({ actor }) => ({ status: 200, body: showTrialBalance(await getTrialBalance(actor)) }),
  }),
  defineRoute({
    method: 'GET',
    path: '/reports/reconciliation',
    scope: 'operator',
    tag: 'Money',
    operationId: 'getReconciliation',
    summary: 'Requests whose outcome is unknown, and the last run of each background job.',
    params: nothing,
    query: nothing,
    body: null,
    answer: reconciliationOut,
    statuses: [200],
    handle: async ({ actor }) => ({ status: 200, body: showReconciliation(await getReconciliation(actor)) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/ledger/{entry_id}/reverse',
    scope: 'operator',
    tag: 'Money',
    operationId: 'reverseCredit',
    summary: 'Take a whole credit back, below zero if it was spent; once, however often it is asked.',
    params: entryParams,
    query: nothing,
    body: z.strictObject({ reason: reasonIn }),
    answer: reversalOut,
    statuses: [201, 200],
    handle: async ({ actor, params, body, transaction }) => {
      const { entryId, created } = await reverseCredit(actor, { entryId: params.entry_id, reason: body.reason }, transaction)
      return { status: created ? 201 : 200, body: { entry_id: showId('entry', entryId) } }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/audit',
    scope: 'team',
    tag: 'Audit',
    operationId: 'listAudit',
    summary: 'Who did what, newest first.',
    params: nothing,
    query: z.strictObject({ ...pageQuery, team: filters.team }),
    body: null,
    answer: pageOut(auditOut),
    statuses: [200],
    handle: async ({ actor, query: { team, ...query } }) => ({
      status: 200,
      body: showPage(await listAuditTrail(actor, { ...query, ofTeam: team ?? actor.teamId ?? undefined }), showAudit),
    }),
  }),
]
