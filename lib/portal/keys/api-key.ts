import type { Selectable } from 'kysely'
import type { BudgetPeriod, BudgetState } from '#lib/ledger/budgets'
import type { CoreApiKeys, Json } from '#lib/shared/database/types'

export interface KeyBudget {
  amountNanos: bigint
  period: BudgetPeriod
}

/** A budget with what its current period has spent and holds. */
export interface KeyBudgetState extends KeyBudget {
  spentNanos: bigint
  heldNanos: bigint
}

export interface ApiKey {
  id: string
  teamId: string
  name: string
  /** What is left of the secret: enough to recognise it, too little to use it. */
  display: string
  status: 'active' | 'disabled'
  expiresAt: Date | null
  /** Labels that budgets by tag count; put on by administrators. */
  tags: string[]
  budgets: KeyBudgetState[]
  createdBy: string | null
  createdAt: Date
}

export const keyColumns = [
  'id',
  'team_id',
  'name',
  'display',
  'status',
  'expires_at',
  'policy',
  'created_by',
  'created_at',
] as const satisfies readonly (keyof CoreApiKeys)[]

export type KeyRow = Pick<Selectable<CoreApiKeys>, (typeof keyColumns)[number]>

function tagsOf(policy: Json): string[] {
  if (policy === null || typeof policy !== 'object' || Array.isArray(policy) || !Array.isArray(policy.tags)) return []
  return policy.tags.filter((tag) => typeof tag === 'string')
}

/** What a key's `budgets` speak of: hard ones over all that the key spends. */
export function isPlainBudgetOf(budget: BudgetState, keyId: string): boolean {
  return budget.scope === 'key' && budget.scope_id === keyId && budget.mode === 'hard' && !budget.per_end_user
}

/** `budgets` may be those of the whole team; the key's own are picked out. */
export function toApiKey(row: KeyRow, budgets: readonly BudgetState[]): ApiKey {
  return {
    id: row.id,
    teamId: row.team_id,
    name: row.name,
    display: row.display,
    status: row.status === 'active' ? 'active' : 'disabled',
    expiresAt: row.expires_at,
    tags: tagsOf(row.policy),
    budgets: budgets
      .filter((budget) => isPlainBudgetOf(budget, row.id))
      .map((budget) => ({
        amountNanos: budget.amount_nanos,
        period: budget.period,
        spentNanos: budget.spent_nanos,
        heldNanos: budget.held_nanos,
      })),
    createdBy: row.created_by,
    createdAt: row.created_at,
  }
}
