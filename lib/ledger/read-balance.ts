import { sql } from 'kysely'
import type { RoleTransaction } from '#lib/shared/database/as-role'

export interface Balance {
  creditNanos: bigint
  heldNanos: bigint
  availableNanos: bigint
}

interface BalanceRow {
  credit_nanos: bigint
  held_nanos: bigint
}

export function toBalance(row: BalanceRow): Balance {
  return { creditNanos: row.credit_nanos, heldNanos: row.held_nanos, availableNanos: row.credit_nanos - row.held_nanos }
}

/** A team's credit, what open requests hold of it, and the rest; null for a team without account. */
export async function readBalance(transaction: RoleTransaction, teamId: string): Promise<Balance | null> {
  const { rows } = await sql<BalanceRow>`select credit_nanos, held_nanos from ledger.balance(${teamId})`.execute(transaction)
  return rows[0] ? toBalance(rows[0]) : null
}

/** Looks up the balances of these teams by id; a team without account has none of anything. */
export async function readBalances(transaction: RoleTransaction, teamIds: string[]): Promise<(teamId: string) => Balance> {
  const { rows } = await sql<BalanceRow & { team_id: string }>`
    select team_id, credit_nanos, held_nanos from ledger.balances_of(${teamIds})
  `.execute(transaction)
  const balances = new Map(rows.map((row) => [row.team_id, toBalance(row)]))
  return (teamId) => balances.get(teamId) ?? toBalance({ credit_nanos: 0n, held_nanos: 0n })
}
