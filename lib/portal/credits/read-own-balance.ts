import { type Balance, readBalance, toBalance } from '#lib/ledger/read-balance'
import type { ReaderSight } from '#lib/portal/acting/run-verb'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

/**
 * A team's balance with the reader's own sight: members read the view that row-level security narrows to their teams.
 * @throws TollgateError `not_found` for a team without account
 */
export async function readOwnBalance(transaction: RoleTransaction, sight: ReaderSight, teamId: string): Promise<Balance> {
  if (sight !== 'member') {
    const balance = await readBalance(transaction, teamId)
    if (!balance) throw new TollgateError('not_found')
    return balance
  }
  const row = await transaction
    .selectFrom('core.team_balances')
    .select(['credit_nanos', 'held_nanos'])
    .where('team_id', '=', teamId)
    .executeTakeFirstOrThrow()
  return toBalance(row)
}
