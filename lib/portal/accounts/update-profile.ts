import type { UserActor } from '#lib/portal/acting/actor'
import { requireText } from '#lib/portal/acting/check-text'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

export interface UpdateProfileInput {
  /** One line of at most 100 characters; empty for none. */
  displayName: string
}

/** Changes what a person is called; their own profile is the only one anybody can change. */
export function updateProfile(actor: UserActor, input: UpdateProfileInput, joined?: RoleTransaction): Promise<{ displayName: string }> {
  return acting(joined, async (transaction) => {
    const displayName = input.displayName.trim() === '' ? '' : requireText(input.displayName, 'name', 100)
    const known = await transaction
      .selectFrom('core.users')
      .select(['display_name', 'disabled_at'])
      .where('id', '=', actor.userId)
      .forNoKeyUpdate()
      .executeTakeFirst()
    if (!known) throw new TollgateError('unauthenticated')
    if (known.disabled_at) throw new TollgateError('forbidden', { message: 'This account is disabled.' })
    if (known.display_name === displayName) return { displayName }
    await transaction.updateTable('core.users').set({ display_name: displayName }).where('id', '=', actor.userId).execute()
    await writeAudit(transaction, actor, {
      teamId: null,
      action: 'account.rename',
      targetKind: 'user',
      targetId: actor.userId,
      before: { display_name: known.display_name },
      after: { display_name: displayName },
    })
    return { displayName }
  })
}
