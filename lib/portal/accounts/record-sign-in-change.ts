import { noteSessionsEnd } from '#lib/portal/accounts/note-sessions-end'
import type { UserActor } from '#lib/portal/acting/actor'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'

export type SignInChange =
  | 'account.change_password'
  | 'account.reset_password'
  | 'account.ask_change_address'
  | 'account.end_sessions'
  | 'account.add_factor'
  | 'account.remove_factor'

/** Notes what the auth server has done for a person, with the sessions it has ended; the change itself is not ours to undo. */
export function recordSignInChange(actor: UserActor, action: SignInChange): Promise<void> {
  return acting(undefined, async (transaction) => {
    if (action !== 'account.ask_change_address') await noteSessionsEnd(actor.userId, transaction)
    await writeAudit(transaction, actor, { teamId: null, action, targetKind: 'user', targetId: actor.userId })
  })
}
