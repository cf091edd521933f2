import type { UserActor } from '#lib/portal/acting/actor'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'

export type SignInChange = 'account.change_password' | 'account.reset_password' | 'account.ask_change_address' | 'account.end_sessions'

/** Notes in the audit log what the auth server has done for a person; the change itself is not ours to undo. */
export function recordSignInChange(actor: UserActor, action: SignInChange): Promise<void> {
  return acting(undefined, (transaction) =>
    writeAudit(transaction, actor, { teamId: null, action, targetKind: 'user', targetId: actor.userId }),
  )
}
