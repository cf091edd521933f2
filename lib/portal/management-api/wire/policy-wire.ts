import { z } from 'zod'
import { budgetOut, showBudget } from '#lib/portal/management-api/wire/budget-wire'
import { idOut, timeOut } from '#lib/portal/management-api/wire/fields'
import type { EffectiveBudget, EffectiveKeyPolicy } from '#lib/portal/policies/get-effective-policy'
import { showId } from '#lib/shared/ids'
import { policyPatchSchema } from '#lib/shared/policy/patch-policy'
import { type PolicyDocument, type PolicyLevel, policyLevels, policySchema } from '#lib/shared/policy/policy-document'

/** A member given replaces the one before, null takes it away. One that is not listed is refused: a limit that is not kept must not look kept. */
export const policyIn = policyPatchSchema.meta({ id: 'PolicyPatch' })

export const policyOut = policySchema.meta({ id: 'Policy' })

/** Of a key: what older callers read is always there. */
export const keyPolicyOut = policySchema
  .extend({
    expires_at: timeOut.nullable(),
    budgets: policySchema.shape.budgets.unwrap(),
    tags: policySchema.shape.tags.unwrap(),
  })
  .meta({ id: 'KeyPolicy' })

export function showKeyPolicy(policy: PolicyDocument): z.infer<typeof keyPolicyOut> {
  return { ...policy, expires_at: policy.expires_at ?? null, budgets: policy.budgets ?? [], tags: policy.tags ?? [] }
}

const levelName = z.enum(policyLevels)

const budgetTerms = {
  id: true,
  scope: true,
  scope_id: true,
  amount_usd: true,
  limit_usd: true,
  period: true,
  mode: true,
  per_end_user: true,
  increase: true,
} as const

const effectiveBudgetOut = budgetOut.pick(budgetTerms).extend({ level: levelName }).meta({ id: 'EffectiveBudget' })

export const effectivePolicyOut = z
  .object({
    key_id: idOut('key'),
    effective: z
      .record(
        z.string(),
        z.object({
          rule: z
            .enum(['every', 'own', 'least', 'nearest', 'union'])
            .describe('every: all of from must be met; own: each is counted in its own scope; the others make one value'),
          value: z.unknown().describe('The value in force; null where all of from are'),
          from: z.array(z.object({ level: levelName, value: z.unknown() })).describe('From the widest level to the nearest'),
        }),
      )
      .describe('Every member of the policy that any level sets'),
    levels: z.array(z.object({ level: levelName, id: z.string(), policy: policyOut })),
    budgets: z
      .array(effectiveBudgetOut)
      .describe("Those of the levels, and the team's by the key's tags and by model, with what was added for a time"),
  })
  .meta({ id: 'EffectivePolicy' })

const idKindOf = { team: 'team', member: 'user', key: 'key' } as const

export function showEffectivePolicy({ key, levels, explained, budgets }: EffectiveKeyPolicy): z.infer<typeof effectivePolicyOut> {
  const showLevel = ({ level, id, policy }: PolicyLevel) => ({ level, id: showId(idKindOf[level], id), policy })
  return { key_id: showId('key', key.id), effective: explained, levels: levels.map(showLevel), budgets: budgets.map(showEffectiveBudget) }
}

function showEffectiveBudget({ level, budget }: EffectiveBudget): z.infer<typeof effectiveBudgetOut> {
  return effectiveBudgetOut.parse({ level, ...showBudget(budget) })
}
