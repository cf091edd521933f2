import { z } from 'zod'
import { budgetModes, budgetPeriods } from '#lib/portal/budgets/budget'
import { type ApiKey, keyStatuses } from '#lib/portal/keys/api-key'
import { idOut, showIdOrNull, showTimeOrNull, timeOut, usdOut } from '#lib/portal/management-api/wire/fields'
import { keyPolicyOut, showKeyPolicy } from '#lib/portal/management-api/wire/policy-wire'
import { showId } from '#lib/shared/ids'
import { formatUsd } from '#lib/shared/money'
import type { PolicyPatch } from '#lib/shared/policy/patch-policy'

const keyFields = z.object({
  id: idOut('key'),
  team_id: idOut('team'),
  name: z.string(),
  display: z.string().describe('The beginning and the end of the secret'),
  status: z.enum(keyStatuses),
  block_reason: z.string().nullable().describe('Why it is blocked; consecutive_failures where its policy did it'),
  blocked_at: timeOut.nullable(),
  expires_at: timeOut.nullable(),
  policy: keyPolicyOut,
  budgets: z
    .array(
      z.object({
        id: idOut('budget'),
        period: z.enum(budgetPeriods),
        mode: z.enum(budgetModes),
        amount_usd: usdOut,
        spent_usd: usdOut,
        held_usd: usdOut,
      }),
    )
    .describe('The budgets of the policy with what their current period has spent and holds'),
  owner_id: idOut('user').nullable().describe('The member the key counts for'),
  created_by: idOut('user').nullable(),
  created_at: timeOut,
})

export const keyOut = keyFields.meta({ id: 'Key' })
export const keyWithSecretOut = keyFields
  .extend({ key: z.string().nullable().describe('The secret, shown this once; null when an Idempotency-Key replays the answer') })
  .meta({ id: 'KeyWithSecret' })

/** `expires_at` is taken beside the policy or inside it. */
export function policyInput(body: { expires_at?: Date | null; policy?: PolicyPatch }): PolicyPatch {
  const { expires_at: expiresAt, policy } = body
  return expiresAt === undefined ? { ...policy } : { ...policy, expires_at: expiresAt && expiresAt.toISOString() }
}

export function showKey(key: ApiKey): z.infer<typeof keyOut> {
  return {
    id: showId('key', key.id),
    team_id: showId('team', key.teamId),
    name: key.name,
    display: key.display,
    status: key.status,
    block_reason: key.blockReason,
    blocked_at: showTimeOrNull(key.blockedAt),
    expires_at: showTimeOrNull(key.expiresAt),
    policy: showKeyPolicy(key.policy),
    budgets: key.budgets.map((budget) => ({
      id: showId('budget', budget.id),
      period: budget.period,
      mode: budget.mode,
      amount_usd: formatUsd(budget.amountNanos),
      spent_usd: formatUsd(budget.spentNanos),
      held_usd: formatUsd(budget.heldNanos),
    })),
    owner_id: showIdOrNull('user', key.ownerId),
    created_by: showIdOrNull('user', key.createdBy),
    created_at: key.createdAt.toISOString(),
  }
}
