import type { Actor } from '#lib/portal/acting/actor'
import { acting } from '#lib/portal/acting/run-verb'
import { type CreditRequest, postCredit, type PostedCredit } from '#lib/portal/credits/post-credit'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/**
 * An operator adds credit.
 * @throws TollgateError `conflict` when the reference was used for another amount
 */
export function grantCredit(actor: Actor, input: CreditRequest, joined?: RoleTransaction): Promise<PostedCredit> {
  return acting(joined, (transaction) => postCredit(transaction, actor, input, input.amountNanos))
}
