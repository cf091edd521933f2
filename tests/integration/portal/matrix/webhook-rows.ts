import { listBudgetStates } from '#lib/portal/budgets/list-budget-states'
import { createWebhook } from '#lib/portal/webhooks/create-webhook'
import { deleteWebhook } from '#lib/portal/webhooks/delete-webhook'
import { listDeliveries } from '#lib/portal/webhooks/list-deliveries'
import { getWebhook, listWebhooks } from '#lib/portal/webhooks/list-webhooks'
import { rotateWebhookSecret } from '#lib/portal/webhooks/rotate-webhook-secret'
import { testWebhook } from '#lib/portal/webhooks/test-webhook'
import { updateWebhook } from '#lib/portal/webhooks/update-webhook'
import type { VerbRow } from '#tests/integration/portal/matrix/verb-row'

const read = { on: 'team', acts: ['webhook.read'] } as const
const change = { on: 'team', acts: ['webhook.change'] } as const

/** Verbs on webhooks, and how budgets stand. */
export const webhookRows: readonly VerbRow[] = [
  { on: 'team', verb: 'listBudgetStates', acts: ['budget.read'], run: (actor, { teamId }) => listBudgetStates(actor, teamId) },
  { ...read, verb: 'listWebhooks', run: (actor, { teamId }) => listWebhooks(actor, teamId) },
  { ...read, verb: 'getWebhook', run: (actor, { webhookId }) => getWebhook(actor, webhookId) },
  { ...read, verb: 'listDeliveries', run: (actor, { webhookId }) => listDeliveries(actor, { webhookId }) },
  {
    ...change,
    verb: 'createWebhook',
    run: (actor, { teamId }, tx) => createWebhook(actor, { teamId, url: 'http://127.0.0.1:9/', events: ['key.blocked'] }, tx),
  },
  {
    ...change,
    verb: 'updateWebhook',
    run: (actor, { webhookId }, tx) => updateWebhook(actor, { webhookId, enabled: false }, tx),
  },
  { ...change, verb: 'rotateWebhookSecret', run: (actor, { webhookId }, tx) => rotateWebhookSecret(actor, webhookId, tx) },
  { ...change, verb: 'testWebhook', run: (actor, { webhookId }) => testWebhook(actor, webhookId) },
  { ...change, verb: 'deleteWebhook', run: (actor, { webhookId }, tx) => deleteWebhook(actor, webhookId, tx) },
]
