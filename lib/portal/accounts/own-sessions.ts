import { sql } from 'kysely'
import { noteSessionsEnd } from '#lib/portal/accounts/note-sessions-end'
import type { UserActor } from '#lib/portal/acting/actor'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { asPortal } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

/** A place where somebody is signed in, as the auth server keeps it. */
export interface OwnSession {
  id: string
  createdAt: Date
  /** When it was last used here, to five minutes, or asked for a new token. */
  usedAt: Date
  /** What the browser called itself; null where neither we nor the auth server have seen it yet. */
  userAgent: string | null
}

/** One's own sessions, those used last first; none where the auth server keeps them out of this database. */
export function listOwnSessions(actor: UserActor): Promise<OwnSession[]> {
  return asPortal(async (transaction) => {
    const { rows } = await sql<{ id: string; created_at: Date; refreshed_at: Date; user_agent: string | null }>`
      select id, created_at, refreshed_at, user_agent from core.sessions_of(${actor.userId})
    `.execute(transaction)
    return rows.map((row) => ({ id: row.id, createdAt: row.created_at, usedAt: row.refreshed_at, userAgent: row.user_agent }))
  })
}

/**
 * Ends one of one's own sessions, with what it opened in the playground: its token counts for nothing from the next page on.
 * @throws TollgateError `not_found` for anybody else's
 */
export function endOwnSession(actor: UserActor, sessionId: string): Promise<void> {
  return acting(undefined, async (transaction) => {
    const { rows } = await sql<{ ended: boolean }>`select core.end_session(${actor.userId}, ${sessionId}) as ended`.execute(transaction)
    if (rows[0]?.ended !== true) throw new TollgateError('not_found')
    await noteSessionsEnd(actor.userId, transaction)
    await writeAudit(transaction, actor, {
      teamId: null,
      action: 'account.end_session',
      targetKind: 'user',
      targetId: actor.userId,
      before: { session_id: sessionId },
    })
  })
}
