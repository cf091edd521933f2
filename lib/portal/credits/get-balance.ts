import { type Balance, readBalance } from '#lib/ledger/read-balance'
import type { Actor } from '#lib/portal/acting/actor'
import { reading } from '#lib/portal/acting/run-verb'
import { TollgateError } from '#lib/shared/errors'

/** A team's credit, what open requests hold of it, and what is left. */
export function getBalance(actor: Actor, teamId: string): Promise<Balance> {
  return reading(actor, 'balance.read', teamId, async (transaction, sight) => {
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
    return { creditNanos: row.credit_nanos, heldNanos: row.held_nanos, availableNanos: row.credit_nanos - row.held_nanos }
  })
}
