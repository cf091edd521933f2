import { listBudgets } from '#lib/ledger/budgets'
import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import type { ApiKey } from '#lib/portal/keys/api-key'
import { readKey } from '#lib/portal/keys/find-key'
import { readKeySecrets } from '#lib/portal/keys/key-secrets'
import { type KeyPeople, readKeyPeople } from '#lib/portal/keys/read-key-people'
import { assemblePolicy } from '#lib/portal/policies/stored-policy'
import { asPortal, type RoleTransaction } from '#lib/shared/database/as-role'
import { type ExplainedPolicy, explainPolicy } from '#lib/shared/policy/explain-policy'
import type { PolicyLevel } from '#lib/shared/policy/policy-document'

export interface EffectiveKeyPolicy {
  key: ApiKey
  /** Whether no secret of it works any more. */
  secretsEnded: boolean
  /** Who made it and whom it counts for. */
  people: KeyPeople
  /** Of the team, the member the key counts for, and the key. */
  levels: PolicyLevel[]
  /** Every member that is set, and by which level. */
  explained: ExplainedPolicy
}

/**
 * What a key is bound to, all levels together.
 * @throws TollgateError `not_found`, also for a key of a team the actor does not belong to
 */
export function getEffectivePolicy(actor: Actor, keyId: string): Promise<EffectiveKeyPolicy> {
  return asPortal(async (transaction) => {
    const key = await readKey(transaction, keyId)
    await requirePermission(transaction, actor, 'policy.read', key.teamId)
    const levels = [...(await readOuterLevels(transaction, key)), { level: 'key', id: key.id, policy: key.policy } as const]
    const secrets = await readKeySecrets(transaction, key.teamId)
    const people = await readKeyPeople(transaction, key)
    return { key, people, secretsEnded: secrets.get(key.id)?.ended ?? false, levels, explained: explainPolicy(levels) }
  })
}

async function readOuterLevels(transaction: RoleTransaction, { teamId, ownerId }: ApiKey): Promise<PolicyLevel[]> {
  const budgets = await listBudgets(transaction, teamId)
  const team = await transaction.selectFrom('core.teams').select('policy').where('id', '=', teamId).executeTakeFirstOrThrow()
  const member = await transaction
    .selectFrom('core.memberships')
    .select(['user_id', 'policy'])
    .where('team_id', '=', teamId)
    .where('user_id', '=', ownerId)
    .executeTakeFirst()
  const teamLevel = {
    level: 'team',
    id: teamId,
    policy: assemblePolicy(team.policy, budgets, { teamId, scope: 'team', id: teamId }),
  } as const
  if (!member) return [teamLevel]
  const owner = { teamId, scope: 'member', id: member.user_id } as const
  return [teamLevel, { level: 'member', id: member.user_id, policy: assemblePolicy(member.policy, budgets, owner) }]
}
