import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { type Page, type PageInput, pageLimit, readCursor, toPage } from '#lib/portal/acting/paging'
import { teamRoles } from '#lib/portal/acting/permissions'
import { reading } from '#lib/portal/acting/run-verb'
import type { Member } from '#lib/portal/members/member'

export interface ListMembersInput extends PageInput {
  teamId: string
}

/**
 * The people of a team by their address.
 * @throws TollgateError `not_found`, also for a team the actor does not belong to
 */
export async function listMembers(actor: Actor, input: ListMembersInput): Promise<Page<Member>> {
  const limit = pageLimit(input)
  const after = readCursor(input.cursor)
  return reading(actor, 'team.read', input.teamId, async (transaction) => {
    const query = transaction
      .selectFrom('core.memberships as m')
      .innerJoin('core.users as u', 'u.id', 'm.user_id')
      .select(['u.id', 'u.email', 'u.display_name', 'u.disabled_at', 'm.role', 'm.created_at'])
      .select(
        sql<bigint>`(select count(*) from core.api_keys k
          where k.team_id = m.team_id and k.owner_id = m.user_id and k.kind = 'inference' and k.status <> 'deleted')`.as('keys'),
      )
      .where('m.team_id', '=', input.teamId)
      .orderBy('u.email')
      .limit(limit + 1)
    const rows = await (after === null ? query : query.where('u.email', '>', after)).execute()
    return toPage(
      rows,
      limit,
      (row) => row.email,
      (row) => ({
        userId: row.id,
        email: row.email,
        displayName: row.display_name,
        role: teamRoles.find((role) => role === row.role) ?? 'viewer',
        joinedAt: row.created_at,
        disabled: row.disabled_at !== null,
        keys: Number(row.keys),
      }),
    )
  })
}
