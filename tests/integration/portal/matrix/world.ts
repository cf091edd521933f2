import { randomUUID } from 'node:crypto'
import { admitRequest } from '#lib/ledger/admit-request'
import { settleRequest } from '#lib/ledger/settle-request'
import { type Actor, type ManagementKeyActor, systemActor, type UserActor } from '#lib/portal/acting/actor'
import { operatorRoles, teamRoles } from '#lib/portal/acting/permissions'
import { createBudget } from '#lib/portal/budgets/create-budget'
import { createChannel } from '#lib/portal/channels/create-channel'
import { grantCredit } from '#lib/portal/credits/grant-credit'
import { createKey } from '#lib/portal/keys/create-key'
import { createManagementKey } from '#lib/portal/management-keys/create-management-key'
import { putModel } from '#lib/portal/models/put-model'
import { noRates } from '#lib/portal/prices/price'
import { createWebhook } from '#lib/portal/webhooks/create-webhook'
import { hashSecret } from '#lib/shared/crypto'
import { asPortal } from '#lib/shared/database/as-role'
import { newId } from '#lib/shared/ids'
import { makeEmptyTeam, makeMember, makeOperator, makePerson } from '#tests/integration/portal/personas'
import { admissionOf, settlementOf } from '#tests/support/ledger'

/** A team with one of everything, for acts to be tried on. */
export interface MatrixWorld {
  teamId: string
  teamName: string
  keyId: string
  managementKeyId: string
  inviteId: string
  /** A member without keys whom others act on. */
  memberId: string
  /** Somebody of no interest, for acts of operators on people. */
  personId: string
  channelId: string
  model: string
  requestId: string
  /** A credit of the team. */
  entryId: string
  budgetId: string
  webhookId: string
  /** An operator of no interest. */
  operatorId: string
  /** A key that counts for each member among the personas, by their user id. */
  keysOf: Map<string, string>
}

export const rates = { rates: { ...noRates, input: 1n, output: 1n }, requestNanos: null, tiers: [] }

export async function makeMatrixWorld(): Promise<MatrixWorld> {
  const teamName = 'Matrix'
  const teamId = await makeEmptyTeam(teamName)
  // So that an owner may leave, and be demoted.
  await makeMember(teamId, 'owner')
  const model = 'matrix-model'
  await putModel(systemActor, { name: model, prices: rates })
  const channel = await createChannel(systemActor, {
    name: 'Matrix',
    provider: 'openai',
    baseUrl: 'http://127.0.0.1:9/v1',
    credentials: ['sk-x'],
    models: [{ model }],
  })
  const { credit } = await grantCredit(systemActor, { teamId, amountNanos: 1_000n, reference: 'in', reason: 'x' })
  const { key } = await createKey(systemActor, { teamId, name: 'k' })
  const { key: management } = await createManagementKey(systemActor, { teamId, name: 'm' })
  return {
    teamId,
    teamName,
    keyId: key.id,
    managementKeyId: management.id,
    inviteId: await insertInvite(teamId),
    memberId: (await makeMember(teamId, 'viewer')).userId,
    personId: (await makePerson()).userId,
    channelId: channel.id,
    model,
    requestId: await settleOne(teamId, key.id, model),
    entryId: credit.id,
    budgetId: (await createBudget(systemActor, { teamId, scope: 'team', amountNanos: 1_000_000n, period: 'day' })).id,
    webhookId: (await createWebhook(systemActor, { teamId, url: 'http://127.0.0.1:9/', events: ['key.blocked'] })).webhook.id,
    operatorId: (await makeOperator('finance')).userId,
    keysOf: new Map(),
  }
}

/** Written as it is, for the verb that makes invites is itself tried, and counts. */
async function insertInvite(teamId: string): Promise<string> {
  const id = newId()
  await asPortal(async (tx) => {
    const expires = new Date(Date.now() + 86_400_000)
    await tx
      .insertInto('core.invites')
      .values({ id, team_id: teamId, email: 'asked@example.com', role: 'viewer', expires_at: expires })
      .execute()
    await tx
      .insertInto('core.invite_secrets')
      .values({ invite_id: id, secret_hash: hashSecret(id) })
      .execute()
  })
  return id
}

async function settleOne(teamId: string, keyId: string, model: string): Promise<string> {
  const versions = await asPortal(async (tx) => ({
    policyVersion: (await tx.selectFrom('core.api_keys').select('policy_version').where('id', '=', keyId).executeTakeFirstOrThrow())
      .policy_version,
    snapshotVersion: (await tx.selectFrom('core.snapshot_state').select('version').executeTakeFirstOrThrow()).version,
  }))
  const admission = admissionOf({ teamId, keyId }, { ...versions, model })
  const verdict = await admitRequest(admission)
  if (verdict.kind !== 'held') throw new Error(`not held: ${verdict.kind}`)
  await settleRequest(settlementOf(admission, 10n))
  return admission.requestId
}

/** Every way to come: members, operators, keys of each kind and scope, and who has nothing to do with the team. */
export async function makePersonas({ teamId, keysOf }: MatrixWorld): Promise<Record<string, Actor>> {
  const members = await Promise.all(teamRoles.map(async (role) => [`member ${role}`, await makeMember(teamId, role)] as const))
  for (const [, member] of members) keysOf.set(member.userId, await insertKeyOf(teamId, member.userId))
  const operators = await Promise.all(operatorRoles.map(async (role) => [`operator ${role}`, await makeOperator(role)] as const))
  const foreignTeam = await makeEmptyTeam()
  const outsiders = await Promise.all(teamRoles.map(async (role) => [`outsider ${role}`, await makeMember(foreignTeam, role)] as const))
  return {
    ...Object.fromEntries<UserActor>([...members, ...operators, ...outsiders]),
    'outsider nowhere': await makePerson(),
    'own key': keyOf(teamId),
    'own reader': keyOf(teamId, true),
    'foreign key': keyOf(foreignTeam),
    'operator key': keyOf(null),
    'operator reader': keyOf(null, true),
  }
}

async function insertKeyOf(teamId: string, ownerId: string): Promise<string> {
  const { key } = await createKey(systemActor, { teamId, name: 'own' })
  await asPortal((tx) => tx.updateTable('core.api_keys').set({ owner_id: ownerId }).where('id', '=', key.id).execute())
  return key.id
}

function keyOf(teamId: string | null, readOnly = false): ManagementKeyActor {
  return { kind: 'management_key', keyId: randomUUID(), teamId, readOnly }
}
