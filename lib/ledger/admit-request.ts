import type { BudgetPeriod, BudgetScope } from '#lib/ledger/budgets'
import { createGroupCommit, type GroupCommit } from '#lib/ledger/group-commit'
import { isPassingFailure, retryCommit } from '#lib/ledger/retry-commit'
import { storableText } from '#lib/ledger/storable-text'
import { gatewayPool } from '#lib/shared/database/pools'
import { processState } from '#lib/shared/process-state'

/** One request that asks to hold its worst case. Amounts are nanodollars. */
export interface AdmitItem {
  requestId: string
  teamId: string
  keyId: string
  policyVersion: bigint
  snapshotVersion: bigint
  model: string
  wire: string
  /** Everything: input bound, fees and the full output ceiling. */
  holdNanos: bigint
  /** The part that does not depend on the output ceiling. */
  fixedNanos: bigint
  /** Price of one more million tokens of ceiling, already times the number of choices. */
  outputNanosPerMillion: bigint
  /** The least ceiling worth granting; null when the client named its own maximum, which is never lowered. */
  leastTokens: number | null
  ttlMs: number
  /** Whom and what budgets count this request for, by the key's compiled policy. Without tags, member and tags are those of the key's row. */
  memberId?: string | null
  tags?: readonly string[]
  endUser?: string | null
}

export type AdmitVerdict =
  | { kind: 'held' }
  | { kind: 'lowered'; ceilingTokens: number }
  /** The key was changed or switched off since it was cached: look it up again. */
  | { kind: 'key_changed' }
  | { kind: 'stale_snapshot'; version: bigint }
  | { kind: 'no_credit'; affordableTokens: number; availableNanos: bigint }
  | ({ kind: 'over_budget'; affordableTokens: number; availableNanos: bigint } & RefusingBudget)

/** The budget with the least room for a refused request. */
export interface RefusingBudget {
  budgetId: string
  scope: BudgetScope
  period: BudgetPeriod
  /** The tag or model it is for; null for other scopes. */
  name: string | null
  /** Whether every end user has one of their own. */
  perEndUser: boolean
  /** With what was added for a time. */
  amountNanos: bigint
  /** When its next period begins; null for a total. */
  endsAt: Date | null
  /** The model to plan the request with once more; null where the budget blocks. */
  fallbackModel: string | null
}

interface Detail {
  ceiling?: number
  affordable?: number
  available?: string
  budget?: string
  scope?: BudgetScope
  period?: BudgetPeriod
  model?: string | null
  name?: string | null
  each?: boolean
  amount?: string
  ends?: string | null
}

interface AdmitRow {
  version: bigint
  verdicts: string
  details: Record<string, Detail>
}

const maxBatch = 256
/** Each caller waits for it, and for no more than a call takes where that is less. */
const gatherMs = 5

/** Names in the order in which jsonb keeps them, as those of settlements. */
function encodeItem(item: AdmitItem, n: number) {
  return {
    n,
    id: item.requestId,
    pv: item.policyVersion.toString(),
    sv: item.snapshotVersion.toString(),
    key: item.keyId,
    hold: item.holdNanos.toString(),
    rate: item.outputNanosPerMillion.toString(),
    tags: item.tags,
    team: item.teamId,
    wire: item.wire,
    fixed: item.fixedNanos.toString(),
    least: item.leastTokens,
    model: item.model,
    member: item.memberId,
    ttl_ms: item.ttlMs,
    end_user: item.endUser == null ? null : storableText(item.endUser),
  }
}

function toRefusingBudget({ budget, scope, period, model, name, each, amount, ends }: Detail): RefusingBudget {
  if (budget === undefined || scope === undefined || period === undefined) throw new Error('ledger.admit named no budget')
  return {
    budgetId: budget,
    scope,
    period,
    name: name ?? null,
    perEndUser: each === true,
    amountNanos: BigInt(amount ?? 0),
    endsAt: ends ? new Date(ends) : null,
    fallbackModel: model ?? null,
  }
}

function decodeVerdict(row: AdmitRow, n: number): AdmitVerdict {
  const detail = row.details[n] ?? {}
  const shortfall = { affordableTokens: detail.affordable ?? 0, availableNanos: BigInt(detail.available ?? 0) }
  switch (row.verdicts[n]) {
    case 'y':
      return { kind: 'held' }
    case 'l':
      return { kind: 'lowered', ceilingTokens: detail.ceiling ?? 0 }
    case 'k':
      return { kind: 'key_changed' }
    case 's':
      return { kind: 'stale_snapshot', version: row.version }
    case 'b':
      return { kind: 'over_budget', ...shortfall, ...toRefusingBudget(detail) }
    case 'c':
      return { kind: 'no_credit', ...shortfall }
    default:
      throw new Error(`ledger.admit answered ${row.verdicts} for item ${n}`)
  }
}

async function commitAdmissions(items: AdmitItem[]): Promise<AdmitVerdict[]> {
  const requests = JSON.stringify(items.map(encodeItem))
  const { rows } = await retryCommit(2, () =>
    gatewayPool().query<AdmitRow>('select version, verdicts, details from ledger.admit($1)', [requests]),
  )
  const [row] = rows
  if (!row) throw new Error('ledger.admit answered no row')
  return items.map((_, n) => decodeVerdict(row, n))
}

function admissions(): GroupCommit<AdmitItem, AdmitVerdict> {
  return processState('admissions', () =>
    createGroupCommit({
      commit: commitAdmissions,
      mayBeOneItem: (error) => !isPassingFailure(error),
      maxBatch,
      gatherMs,
      gathers: 'in company',
    }),
  )
}

/**
 * Holds the request's worst case against credit and every budget that applies, or says why not. Also the check that
 * the key is still what the caller's cache says. Request ids are distinct among calls in flight.
 */
export function admitRequest(item: AdmitItem): Promise<AdmitVerdict> {
  return admissions().submit(item)
}
