import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'
import type { PolicyPatch } from '#lib/shared/policy/patch-policy'
import type { PolicyDocument, PolicyMember } from '#lib/shared/policy/policy-document'

/** Of each member that is set, a text that is another one once the member is: a page carries them as it was read. */
export type PolicyMarks = Partial<Record<string, string>>

export function markMembers(policy: PolicyDocument): PolicyMarks {
  return Object.fromEntries(Object.entries(policy).map(([name, value]) => [name, markOf(value)]))
}

function markOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 16)
}

interface PolicyChange {
  teamId: string
  /** The id of the team, the user or the key whose policy it is. */
  targetId: string
  before: PolicyDocument
  patch: PolicyPatch
  /** Undefined where the change is meant whatever stands there. */
  seen: PolicyMarks | undefined
}

/**
 * Two people on two pages: who saves later must have seen what the other saved.
 * @throws TollgateError `conflict` with `changed`, the members that are others by now, and `by`, who changed them last
 */
export async function requireSeen(transaction: RoleTransaction, { teamId, targetId, before, patch, seen }: PolicyChange): Promise<void> {
  if (seen === undefined) return
  const now = markMembers(before)
  const given = Object.entries(patch) as [PolicyMember, unknown][]
  const changed = given
    .filter(
      ([name, value]) => value !== undefined && now[name] !== seen[name] && now[name] !== (value === null ? undefined : markOf(value)),
    )
    .map(([name]) => name)
  if (changed.length === 0) return
  const by = await readLastToChange(transaction, { teamId, targetId, changed })
  throw new TollgateError('conflict', { message: `Somebody changed ${changed.join(', ')} meanwhile.`, details: { changed, by } })
}

/** A member's or key's name; null for the operator's side, of whom a team is not told which it was. */
async function readLastToChange(
  transaction: RoleTransaction,
  { teamId, targetId, changed }: { teamId: string; targetId: string; changed: readonly PolicyMember[] },
): Promise<string | null> {
  const ofBudgets = changed.includes('budgets') || changed.includes('end_users')
  const { rows } = await sql<{ name: string | null }>`
    select case a.actor_kind
      when 'user' then (select coalesce(nullif(u.display_name, ''), u.email) from core.memberships m join core.users u on u.id = m.user_id
        where m.team_id = a.team_id and m.user_id = a.actor_id)
      when 'management_key' then (select k.name from core.management_keys k where k.id = a.actor_id and k.team_id = a.team_id)
      end as name
    from core.audit_log a
    where a.team_id = ${teamId} and (a.target_id = ${targetId} and a.after ?| ${changed}::text[]
      or ${ofBudgets}::boolean and a.target_kind = 'budget' and coalesce(a.after, a.before) ->> 'scope_id' = ${targetId})
    order by a.id desc limit 1
  `.execute(transaction)
  return rows[0]?.name ?? null
}
