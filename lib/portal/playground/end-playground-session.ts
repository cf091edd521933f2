import { sql } from 'kysely'
import { hashSession } from '#lib/portal/playground/hash-session'
import { asPortal } from '#lib/shared/database/as-role'

/**
 * Ends every playground secret that was given to this session, in every team; what already streams may finish, nothing new
 * begins. Called with a session that the auth server has verified, when it ends.
 */
export async function endPlaygroundSession(sessionId: string): Promise<void> {
  const sessionHash = hashSession(sessionId)
  await asPortal(async (transaction) => {
    // Keys before their secrets, as `openPlayground` takes them.
    const keys = await transaction
      .selectFrom('core.api_keys')
      .select('id')
      .where('id', 'in', (secrets) => secrets.selectFrom('core.api_key_secrets').select('key_id').where('session_hash', '=', sessionHash))
      .orderBy('id')
      .forNoKeyUpdate()
      .execute()
    if (keys.length === 0) return
    await transaction
      .updateTable('core.api_key_secrets')
      .set({ expires_at: sql`now()` })
      .where('session_hash', '=', sessionHash)
      .where('expires_at', '>', sql<Date>`now()`)
      .execute()
  })
}

/** The same for every session of one person: a new password leaves none of them. */
export async function endPlaygroundOf(userId: string): Promise<void> {
  await asPortal((transaction) => sql`select core.end_playground_secrets(${userId}, null)`.execute(transaction))
}
