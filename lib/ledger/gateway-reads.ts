import { gatewayPool } from '#lib/shared/database/pools'

/** Credit, holds and total use of the caller's own team, in nanodollars. */
export interface TeamCredits {
  credit: bigint
  held: bigint
  used: bigint
}

interface CreditsRow {
  credits: { credit: string; held: string; used: string } | null
}

export async function readTeamCredits(teamId: string): Promise<TeamCredits | null> {
  const { rows } = await gatewayPool().query<CreditsRow>('select ledger.gateway_credits($1) as credits', [teamId])
  const credits = rows[0]?.credits
  return credits ? { credit: BigInt(credits.credit), held: BigInt(credits.held), used: BigInt(credits.used) } : null
}

/** A hard budget of the caller's key with its current period; the amount is what counts now. */
export interface KeyBudget {
  amount_nanos: bigint
  period: string
  spent_nanos: bigint
  held_nanos: bigint
}

export async function readKeyBudgets(teamId: string, keyId: string): Promise<KeyBudget[]> {
  const { rows } = await gatewayPool().query<KeyBudget>(
    `select limit_nanos as amount_nanos, period, spent_nanos, held_nanos from ledger.budgets_of($1)
     where scope = 'key' and scope_id = $2 and mode = 'hard' and not per_end_user`,
    [teamId, keyId],
  )
  return rows
}
