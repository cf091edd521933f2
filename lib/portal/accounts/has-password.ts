import { sql } from 'kysely'
import type { UserActor } from '#lib/portal/acting/actor'
import { asPortal } from '#lib/shared/database/as-role'

/** Whether a person has a password to be asked for; null where the auth server keeps that out of this database. */
export function hasPassword(actor: UserActor): Promise<boolean | null> {
  return asPortal(async (transaction) => {
    const { rows } = await sql<{ has: boolean | null }>`select core.has_password(${actor.userId}) as has`.execute(transaction)
    return rows[0]?.has ?? null
  })
}
