import { z } from 'zod'
import { keyStatuses } from '#lib/portal/keys/api-key'
import { createKey, type KeyWithSecret } from '#lib/portal/keys/create-key'
import { deleteKey } from '#lib/portal/keys/delete-key'
import { getKey } from '#lib/portal/keys/get-key'
import { listKeys } from '#lib/portal/keys/list-keys'
import { maxOverlapSeconds, rotateKey } from '#lib/portal/keys/rotate-key'
import { updateKey } from '#lib/portal/keys/update-key'
import { defineRoute } from '#lib/portal/management-api/define-route'
import { keyParams, nothing, teamParams } from '#lib/portal/management-api/routes/parts'
import { nameIn, pageOut, pageQuery, reasonIn, showPage, timeIn } from '#lib/portal/management-api/wire/fields'
import { keyOut, keyWithSecretOut, policyInput, showKey } from '#lib/portal/management-api/wire/key-wire'
import { policyIn } from '#lib/portal/management-api/wire/policy-wire'

const tag = 'Keys'
const expiresAt = timeIn.nullable().describe('The same as expires_at of the policy')
const blockReason = reasonIn.describe('Needed to block a key')

/** Shown once; a replay of the answer has null in its place. */
function showSecretOnce({ key, secret }: KeyWithSecret, status: number) {
  const shown = showKey(key)
  return { status, body: { ...shown, key: secret }, remembered: { ...shown, key: null } }
}

export const keyRoutes = [
  defineRoute({
    method: 'POST',
    path: '/teams/{team_id}/keys',
    scope: 'team',
    tag,
    operationId: 'createKey',
    summary: 'Make a key. Its secret is answered here and never again.',
    params: teamParams,
    query: nothing,
    body: z.strictObject({ name: nameIn, expires_at: expiresAt.optional(), policy: policyIn.optional() }),
    answer: keyWithSecretOut,
    statuses: [201],
    handle: async ({ actor, params, body, transaction }) => {
      const made = await createKey(actor, { teamId: params.team_id, name: body.name, policy: policyInput(body) }, transaction)
      return showSecretOnce(made, 201)
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/teams/{team_id}/keys',
    scope: 'team',
    tag,
    operationId: 'listKeys',
    summary: "A team's keys, newest first.",
    params: teamParams,
    query: z.strictObject(pageQuery),
    body: null,
    answer: pageOut(keyOut),
    statuses: [200],
    handle: async ({ actor, params, query }) => ({
      status: 200,
      body: showPage(await listKeys(actor, { ...query, teamId: params.team_id }), showKey),
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/keys/{key_id}',
    scope: 'team',
    tag,
    operationId: 'getKey',
    summary: 'One key.',
    params: keyParams,
    query: nothing,
    body: null,
    answer: keyOut,
    statuses: [200],
    handle: async ({ actor, params }) => ({ status: 200, body: showKey(await getKey(actor, params.key_id)) }),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/keys/{key_id}',
    scope: 'team',
    tag,
    operationId: 'updateKey',
    summary: 'Change a key; heeded from its next request on.',
    params: keyParams,
    query: nothing,
    body: z
      .strictObject({ name: nameIn, status: z.enum(keyStatuses), block_reason: blockReason, expires_at: expiresAt, policy: policyIn })
      .partial(),
    answer: keyOut,
    statuses: [200],
    handle: async ({ actor, params, body }) => {
      const { name, status, block_reason: reason } = body
      const key = await updateKey(actor, { keyId: params.key_id, name, status, blockReason: reason, policy: policyInput(body) })
      return { status: 200, body: showKey(key) }
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/keys/{key_id}',
    scope: 'team',
    tag,
    operationId: 'deleteKey',
    summary: 'End a key for good.',
    params: keyParams,
    query: nothing,
    body: null,
    answer: null,
    statuses: [204],
    handle: async ({ actor, params }) => {
      await deleteKey(actor, params.key_id)
      return { status: 204 }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/keys/{key_id}/rotate',
    scope: 'team',
    tag,
    operationId: 'rotateKey',
    summary: 'Give a key a new secret; name, policy, spend and history stay.',
    params: keyParams,
    query: nothing,
    body: z.strictObject({
      overlap_seconds: z.number().int().min(0).max(maxOverlapSeconds).default(0).describe('How long the secret before still works'),
    }),
    answer: keyWithSecretOut,
    statuses: [200],
    handle: async ({ actor, params, body, transaction }) => {
      return showSecretOnce(await rotateKey(actor, { keyId: params.key_id, overlapSeconds: body.overlap_seconds }, transaction), 200)
    },
  }),
]
