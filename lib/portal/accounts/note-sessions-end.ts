import { sql } from 'kysely'
import { acting } from '#lib/portal/acting/run-verb'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/**
 * Notes that the auth server has ended sessions of this person: a token from before counts from now on only after that
 * server has been asked, so that who was shut out reads nothing more.
 */
export function noteSessionsEnd(userId: string, joined?: RoleTransaction): Promise<void> {
  return acting(joined, async (transaction) => {
    await transaction.updateTable('core.users').set({ sessions_ended_at: sql<Date>`now()` }).where('id', '=', userId).execute()
  })
}
