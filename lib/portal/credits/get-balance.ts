import type { Balance } from '#lib/ledger/read-balance'
import type { Actor } from '#lib/portal/acting/actor'
import { reading } from '#lib/portal/acting/run-verb'
import { readOwnBalance } from '#lib/portal/credits/read-own-balance'

/** A team's credit, what open requests hold of it, and what is left. */
export function getBalance(actor: Actor, teamId: string): Promise<Balance> {
  return reading(actor, 'balance.read', teamId, (transaction, sight) => readOwnBalance(transaction, sight, teamId))
}
