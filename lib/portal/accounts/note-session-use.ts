import { sql } from 'kysely'
import { asPortal } from '#lib/shared/database/as-role'
import { log } from '#lib/shared/log'
import { processState } from '#lib/shared/process-state'

export interface SessionUse {
  sessionId: string
  userId: string
  /** What the browser calls itself. */
  userAgent: string | null
}

const everyMs = 300_000
const maxRemembered = 10_000
/** Of a session that was not used for so long, only what the auth server keeps is known. */
const keptDays = 90

/** Notes that a session is in use: a write once in five minutes, however many requests and processes there are. Never fails. */
export async function noteSessionUse(use: SessionUse, nowMs = Date.now()): Promise<void> {
  const noted = processState('session-uses', () => new Map<string, number>())
  if (nowMs - (noted.get(use.sessionId) ?? -everyMs) < everyMs) return
  const [oldest] = noted.keys()
  if (noted.size >= maxRemembered && oldest !== undefined) noted.delete(oldest)
  noted.set(use.sessionId, nowMs)
  try {
    await asPortal(async (transaction) => {
      const row = await transaction
        .insertInto('core.session_uses')
        .values({ session_id: use.sessionId, user_id: use.userId, user_agent: use.userAgent?.slice(0, 300) ?? null })
        .onConflict((conflict) =>
          conflict
            .column('session_id')
            .doUpdateSet((row) => ({ used_at: sql`now()`, user_agent: row.ref('excluded.user_agent') }))
            .where('core.session_uses.used_at', '<', sql<Date>`now() - interval '4 minutes'`),
        )
        .returning(sql<boolean>`xmax = 0`.as('first'))
        .executeTakeFirst()
      if (!row?.first) return
      await transaction
        .deleteFrom('core.session_uses')
        .where('user_id', '=', use.userId)
        .where('used_at', '<', sql<Date>`now() - make_interval(days => ${keptDays})`)
        .execute()
    })
  } catch (error) {
    noted.delete(use.sessionId)
    log.warn('session_use_not_noted', {}, error)
  }
}
