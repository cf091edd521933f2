import type { Actor } from '#lib/portal/acting/actor'
import { acting } from '#lib/portal/acting/run-verb'
import { type CreditRequest, postCredit, type PostedCredit } from '#lib/portal/credits/post-credit'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/**
 * An operator takes credit away, at most what no open request holds. The amount is given as a positive number.
 * @throws TollgateError `conflict` when there is too little, or the reference was used for another amount
 */
export function takeCredit(actor: Actor, input: CreditRequest, joined?: RoleTransaction): Promise<PostedCredit> {
  return acting(joined, (transaction) => postCredit(transaction, actor, input, -input.amountNanos))
}
