import { type Selectable, sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { type Page, type PageInput, pageLimit, readIdCursor, toPage } from '#lib/portal/acting/paging'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { asPortal } from '#lib/shared/database/as-role'
import type { CoreAuditLog } from '#lib/shared/database/types'

export interface AuditFilters {
  actorId?: string
  /** `<thing>.<verb>`, any of these. */
  actions?: readonly string[]
  teamId?: string
  /** Asked as a team's own people and keys do: nothing of other teams. */
  ofTeam?: string
  targetId?: string
  /** From inclusive, to exclusive. */
  from?: Date
  to?: Date
}

/** An audit row with the names of those it speaks of, where they are still known. */
export interface AuditLine extends Selectable<CoreAuditLog> {
  actor_name: string | null
  team_name: string | null
  target_name: string | null
  /** Done by the operator's side, by who has left it too. Which of them it was, and from where, a team is not told. */
  by_operator: boolean
}

/** Whose a budget is: no role reads the budgets themselves, and each of their rows says it. */
const budgetName = sql`(select case b.row ->> 'scope'
    when 'team' then (select t.name from core.teams t where t.id = a.team_id)
    when 'member' then (select u.email from core.users u where u.id::text = b.row ->> 'scope_id')
    when 'key' then (select k.name from core.api_keys k where k.id::text = b.row ->> 'scope_id')
    else b.row ->> 'scope_id' end
  from (select coalesce(a.after, a.before) as row) b)`

/** No more of an address than its host: the rest may be as good as a password, and not everyone who reads the log may see it. */
const webhookName = sql`(select substring(w.url from '^[a-z]+://([^/?#]+)') from core.webhooks w where w.id = a.target_id::uuid)`

/** The whole installation's acts, newest first, for operators; a team's for its owners and admins. */
export function listAuditTrail(actor: Actor, input: AuditFilters & PageInput = {}): Promise<Page<AuditLine>> {
  const limit = pageLimit(input)
  const before = readIdCursor(input.cursor)
  return asPortal(async (transaction) => {
    const sight = await requirePermission(transaction, actor, 'audit.read', input.ofTeam ?? null)
    let query = transaction
      .selectFrom('core.audit_log as a')
      .selectAll('a')
      .select([
        sql<
          string | null
        >`coalesce((select u.email from core.users u where u.id = a.actor_id), (select k.name from core.management_keys k where k.id = a.actor_id))`.as(
          'actor_name',
        ),
        sql<string | null>`(select t.name from core.teams t where t.id = a.team_id)`.as('team_name'),
        sql<string | null>`case a.target_kind
          when 'budget' then ${budgetName}
          when 'webhook' then ${webhookName}
          when 'user' then (select u.email from core.users u where u.id = a.target_id::uuid)
          when 'team' then (select t.name from core.teams t where t.id = a.target_id::uuid)
          when 'channel' then (select c.name from core.channels c where c.id = a.target_id::uuid)
          when 'key' then (select k.name from core.api_keys k where k.id = a.target_id::uuid)
          when 'management_key' then (select k.name from core.management_keys k where k.id = a.target_id::uuid)
          when 'invite' then (select i.email from core.invites i where i.id = a.target_id::uuid)
          when 'price' then (select p.model from core.price_versions p where p.id = a.target_id::uuid)
          end`.as('target_name'),
        sql<boolean>`case a.actor_kind
          when 'user' then (exists (select from core.users u where u.id = a.actor_id and u.operator_role is not null)
              or exists (select from core.audit_log g where g.target_id = a.actor_id::text and g.action = 'operator.grant'))
            and not exists (select from core.memberships m where m.team_id = a.team_id and m.user_id = a.actor_id)
          when 'management_key' then exists (select from core.management_keys k where k.id = a.actor_id and k.team_id is null)
          else false end`.as('by_operator'),
      ])
      .orderBy('a.id', 'desc')
      .limit(limit + 1)
    if (before !== null) query = query.where('a.id', '<', before)
    if (input.actorId !== undefined) query = query.where('a.actor_id', '=', input.actorId)
    if (input.actions && input.actions.length > 0) query = query.where('a.action', 'in', input.actions)
    if (input.teamId !== undefined) query = query.where('a.team_id', '=', input.teamId)
    if (input.ofTeam !== undefined) query = query.where('a.team_id', '=', input.ofTeam)
    if (input.targetId !== undefined) query = query.where('a.target_id', '=', input.targetId)
    if (input.from !== undefined) query = query.where('a.created_at', '>=', input.from)
    if (input.to !== undefined) query = query.where('a.created_at', '<', input.to)
    return toPage(
      await query.execute(),
      limit,
      (row) => row.id,
      (row) => (sight === 'team' && row.by_operator ? { ...row, actor_id: null, actor_name: null, address: null } : row),
    )
  })
}
