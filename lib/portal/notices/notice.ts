import type { BudgetMode, BudgetPeriod, BudgetScope } from '#lib/ledger/budgets'

/** Every kind of notice; `invite` goes by mail only, `notices.summary` to whoever gets what it sums up. */
export const noticeKinds = ['budget.threshold', 'budget.exhausted', 'key.blocked', 'invite', 'notices.summary'] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** What webhooks may be subscribed to. */
export const webhookEvents = ['budget.threshold', 'budget.exhausted', 'key.blocked'] as const satisfies readonly NoticeKind[]
export type WebhookEvent = (typeof webhookEvents)[number]

/** As it is stored and posted; ids are shown ones, amounts decimal texts of US dollars. */
export interface BudgetPayload {
  team_id: string
  team_name: string
  budget_id: string
  scope: BudgetScope
  scope_id: string
  /** What people call it: a mail address, the name of a key; else as `scope_id`. */
  scope_name: string
  end_user: string | null
  mode: BudgetMode
  period: BudgetPeriod
  period_starts_at: string | null
  period_ends_at: string | null
  amount_usd: string
  spent_usd: string
  percent: number
}

export interface BlockedKeyPayload {
  team_id: string
  team_name: string
  key_id: string
  key_name: string
  reason: string | null
  blocked_at: string
}

/** What a team was not told one by one. */
export interface SummaryPayload {
  team_id: string
  team_name: string
  since: string
  until: string
  counts: Record<WebhookEvent, number>
}

export function budgetNoticeKind(percent: number): 'budget.threshold' | 'budget.exhausted' {
  return percent === 100 ? 'budget.exhausted' : 'budget.threshold'
}

export type Notice =
  | { kind: 'budget.threshold' | 'budget.exhausted'; payload: BudgetPayload }
  | { kind: 'key.blocked'; payload: BlockedKeyPayload }
  | { kind: 'notices.summary'; payload: SummaryPayload }
