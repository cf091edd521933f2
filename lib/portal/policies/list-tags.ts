import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { asPortal } from '#lib/shared/database/as-role'

/** The tags that any policy of a team puts on keys, by name; budgets by tag count these and no others. */
export function listTags(actor: Actor, teamId: string): Promise<string[]> {
  return asPortal(async (transaction) => {
    await requirePermission(transaction, actor, 'policy.read', teamId)
    const { rows } = await sql<{ tag: string }>`
      select distinct tag from (
        select policy from core.teams where id = ${teamId}
        union all select policy from core.memberships where team_id = ${teamId}
        union all select policy from core.api_keys where team_id = ${teamId} and status <> 'deleted'
      ) of, jsonb_array_elements_text(of.policy -> 'tags') tag
      order by tag
    `.execute(transaction)
    return rows.map(({ tag }) => tag)
  })
}
