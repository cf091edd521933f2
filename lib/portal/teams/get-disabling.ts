import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { reading } from '#lib/portal/acting/run-verb'

/** How a team came to be switched off, for operators: its own people are not told who did it, nor why. */
export interface Disabling {
  at: Date
  /** The operator's address or the management key's name, where it is still known. */
  by: string | null
  reason: string | null
}

/** When, by whom and why a team was last switched off; null where it never was. */
export function getDisabling(actor: Actor, teamId: string): Promise<Disabling | null> {
  return reading(actor, 'team.list', null, async (transaction) => {
    const { rows } = await sql<Disabling>`
      select a.created_at as at,
        coalesce((select u.email from core.users u where u.id = a.actor_id),
          (select k.name from core.management_keys k where k.id = a.actor_id)) as by,
        (select n.after ->> 'reason' from core.audit_log n
          where n.target_id = a.target_id and n.action = 'team.note_reason' and n.created_at >= a.created_at
          order by n.id desc limit 1) as reason
      from core.audit_log a
      where a.target_id = ${teamId} and a.action = 'team.update'
        and a.before ->> 'status' = 'active' and a.after ->> 'status' = 'disabled'
      order by a.id desc limit 1`.execute(transaction)
    return rows[0] ?? null
  })
}
