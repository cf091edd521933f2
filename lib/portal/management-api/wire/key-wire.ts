import { z } from 'zod'
import type { ApiKey } from '#lib/portal/keys/api-key'
import { amountUsdIn, idOut, showIdOrNull, showTimeOrNull, timeIn, timeOut, usdOut } from '#lib/portal/management-api/wire/fields'
import { showId } from '#lib/shared/ids'
import { formatUsd } from '#lib/shared/money'

const period = z.enum(['day', 'week', 'month', 'quarter', 'total'])

/** What a key may be bound to. A member that is not listed is refused: a limit that is not kept must not look kept. */
export const policyIn = z
  .strictObject({
    expires_at: timeIn.nullable().optional(),
    budgets: z
      .array(z.strictObject({ amount_usd: amountUsdIn, period }))
      .max(4)
      .optional()
      .describe('At most one per period; replaces the ones before'),
    tags: z.array(z.string()).max(20).optional().describe('Labels that budgets by tag count'),
  })
  .meta({ id: 'KeyPolicyInput' })

const policyOut = z
  .object({
    expires_at: timeOut.nullable(),
    budgets: z.array(z.object({ amount_usd: usdOut, period })),
    tags: z.array(z.string()),
  })
  .meta({ id: 'KeyPolicy' })

const keyFields = z.object({
  id: idOut('key'),
  team_id: idOut('team'),
  name: z.string(),
  display: z.string().describe('The beginning and the end of the secret'),
  status: z.enum(['active', 'disabled']),
  expires_at: timeOut.nullable(),
  policy: policyOut,
  budgets: z
    .array(z.object({ period, amount_usd: usdOut, spent_usd: usdOut, held_usd: usdOut }))
    .describe('The budgets of the policy with what their current period has spent and holds'),
  created_by: idOut('user').nullable(),
  created_at: timeOut,
})

export const keyOut = keyFields.meta({ id: 'Key' })
export const keyWithSecretOut = keyFields
  .extend({ key: z.string().nullable().describe('The secret, shown this once; null when an Idempotency-Key replays the answer') })
  .meta({ id: 'KeyWithSecret' })

/** `expires_at` is taken beside the policy or inside it. */
export function policyInput(body: { expires_at?: Date | null; policy?: z.infer<typeof policyIn> }) {
  return {
    expiresAt: body.expires_at === undefined ? body.policy?.expires_at : body.expires_at,
    budgets: body.policy?.budgets?.map((budget) => ({ amountNanos: budget.amount_usd, period: budget.period })),
    tags: body.policy?.tags,
  }
}

export function showKey(key: ApiKey): z.infer<typeof keyOut> {
  const expiresAt = showTimeOrNull(key.expiresAt)
  return {
    id: showId('key', key.id),
    team_id: showId('team', key.teamId),
    name: key.name,
    display: key.display,
    status: key.status,
    expires_at: expiresAt,
    policy: {
      expires_at: expiresAt,
      budgets: key.budgets.map((budget) => ({ amount_usd: formatUsd(budget.amountNanos), period: budget.period })),
      tags: key.tags,
    },
    budgets: key.budgets.map((budget) => ({
      period: budget.period,
      amount_usd: formatUsd(budget.amountNanos),
      spent_usd: formatUsd(budget.spentNanos),
      held_usd: formatUsd(budget.heldNanos),
    })),
    created_by: showIdOrNull('user', key.createdBy),
    created_at: key.createdAt.toISOString(),
  }
}
