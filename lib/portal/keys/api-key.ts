import type { Selectable } from 'kysely'
import type { BudgetMode, BudgetPeriod, BudgetState } from '#lib/ledger/budgets'
import { assemblePolicy } from '#lib/portal/policies/stored-policy'
import type { CoreApiKeys } from '#lib/shared/database/types'
import type { PolicyDocument } from '#lib/shared/policy/policy-document'

/** A budget of a key with what its current period has spent and holds. */
export interface KeyBudgetState {
  id: string
  amountNanos: bigint
  /** The amount with what was added for a time. */
  limitNanos: bigint
  period: BudgetPeriod
  mode: BudgetMode
  spentNanos: bigint
  heldNanos: bigint
}

export const keyStatuses = ['active', 'disabled', 'blocked'] as const
/** `blocked`: by an administrator, or by the gateway after too many failures; with a reason either way. */
export type KeyStatus = (typeof keyStatuses)[number]

/** The reason of a key that the gateway blocked by its policy's `block_after_failures`. */
export const blockedByFailures = 'consecutive_failures'

export interface ApiKey {
  id: string
  teamId: string
  name: string
  /** What is left of the secret: enough to recognise it, too little to use it. */
  display: string
  status: KeyStatus
  /** In an administrator's words, or `consecutive_failures`. */
  blockReason: string | null
  blockedAt: Date | null
  /** Who switched it off; null where no person did. */
  disabledBy: string | null
  expiresAt: Date | null
  /** What the key alone is bound to, its expiry and budgets included. */
  policy: PolicyDocument
  budgets: KeyBudgetState[]
  /** The member it counts for. */
  ownerId: string | null
  createdBy: string | null
  createdAt: Date
}

export const keyColumns = [
  'id',
  'team_id',
  'name',
  'display',
  'status',
  'block_reason',
  'blocked_at',
  'disabled_by',
  'expires_at',
  'policy',
  'owner_id',
  'created_by',
  'created_at',
] as const satisfies readonly (keyof CoreApiKeys)[]

export type KeyRow = Pick<Selectable<CoreApiKeys>, (typeof keyColumns)[number]>

/** `budgets` may be those of the whole team; the key's own are picked out. */
export function toApiKey(row: KeyRow, budgets: readonly BudgetState[]): ApiKey {
  return {
    id: row.id,
    teamId: row.team_id,
    name: row.name,
    display: row.display,
    status: keyStatuses.find((status) => status === row.status) ?? 'disabled',
    blockReason: row.block_reason,
    blockedAt: row.blocked_at,
    disabledBy: row.disabled_by,
    expiresAt: row.expires_at,
    policy: keyPolicy(row, budgets),
    budgets: budgets
      .filter((budget) => budget.scope === 'key' && budget.scope_id === row.id && !budget.per_end_user)
      .map((budget) => ({
        id: budget.id,
        amountNanos: budget.amount_nanos,
        limitNanos: budget.limit_nanos,
        period: budget.period,
        mode: budget.mode,
        spentNanos: budget.spent_nanos,
        heldNanos: budget.held_nanos,
      })),
    ownerId: row.owner_id,
    createdBy: row.created_by,
    createdAt: row.created_at,
  }
}

/** A key's expiry is a column of its own and reads as part of its policy. */
function keyPolicy(row: KeyRow, budgets: readonly BudgetState[]): PolicyDocument {
  const policy = assemblePolicy(row.policy, budgets, { teamId: row.team_id, scope: 'key', id: row.id })
  return row.expires_at === null ? policy : { ...policy, expires_at: row.expires_at.toISOString() }
}
