import { type BudgetState, listBudgets } from '#lib/ledger/budgets'
import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { type Budget, toBudget } from '#lib/portal/budgets/budget'
import type { ApiKey } from '#lib/portal/keys/api-key'
import { readKey } from '#lib/portal/keys/find-key'
import { readKeySecrets } from '#lib/portal/keys/key-secrets'
import { readKeyPeople } from '#lib/portal/keys/read-key-people'
import type { KeyPeople } from '#lib/portal/keys/team-key'
import { levelOfBudget } from '#lib/portal/policies/budget-level'
import { assemblePolicy } from '#lib/portal/policies/stored-policy'
import { asPortal, type RoleTransaction } from '#lib/shared/database/as-role'
import { type ExplainedPolicy, explainPolicy } from '#lib/shared/policy/explain-policy'
import type { PolicyLevel, PolicyLevelName } from '#lib/shared/policy/policy-document'

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
  /** What the key's requests may count in, with what was added for a time. */
  budgets: EffectiveBudget[]
}

export interface EffectiveBudget {
  level: PolicyLevelName
  budget: Budget
}

/**
 * What a key is bound to, all levels together.
 * @throws TollgateError `not_found`, also for a key of a team the actor does not belong to
 */
export function getEffectivePolicy(actor: Actor, keyId: string): Promise<EffectiveKeyPolicy> {
  return asPortal(async (transaction) => {
    const key = await readKey(transaction, keyId)
    await requirePermission(transaction, actor, 'policy.read', key.teamId)
    const states = await listBudgets(transaction, key.teamId)
    const levels = [...(await readOuterLevels(transaction, key, states)), { level: 'key', id: key.id, policy: key.policy } as const]
    const secrets = await readKeySecrets(transaction, key.teamId)
    const people = await readKeyPeople(transaction, key)
    const explained = explainPolicy(levels)
    const budgets = states.flatMap((state): EffectiveBudget[] => {
      const budget = toBudget(key.teamId, state)
      const level = levelOfBudget(budget, levels, explained.tags?.value ?? [])
      return level === undefined ? [] : [{ level, budget }]
    })
    return { key, people, secretsEnded: secrets.get(key.id)?.ended ?? false, levels, explained, budgets }
  })
}

async function readOuterLevels(
  transaction: RoleTransaction,
  { teamId, ownerId }: ApiKey,
  budgets: readonly BudgetState[],
): Promise<PolicyLevel[]> {
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
