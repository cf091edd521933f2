import { sql } from 'kysely'
import { readBalances } from '#lib/ledger/read-balance'
import type { Actor } from '#lib/portal/acting/actor'
import { containsPattern } from '#lib/portal/acting/check-text'
import { type Page, type PageInput, pageLimit, readIdCursor, toPage } from '#lib/portal/acting/paging'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { teamColumns, type TeamWithBalance, toTeam } from '#lib/portal/teams/team'
import { asPortal } from '#lib/shared/database/as-role'
import { parseId } from '#lib/shared/ids'

export interface ListTeamsInput extends PageInput {
  /** Part of the name or of a member's address, or a whole team id. */
  search?: string
}

/** Every team, newest first, for operators; a team's own management key sees that team alone. */
export async function listTeams(actor: Actor, input: ListTeamsInput = {}): Promise<Page<TeamWithBalance>> {
  const limit = pageLimit(input)
  const before = readIdCursor(input.cursor)
  const search = input.search?.trim() ?? ''
  return asPortal(async (transaction) => {
    const ownTeam = actor.kind === 'management_key' ? actor.teamId : null
    if (ownTeam === null) await requirePermission(transaction, actor, 'team.list', null)
    else await requirePermission(transaction, actor, 'team.read', ownTeam)
    let query = transaction
      .selectFrom('core.teams')
      .select(teamColumns)
      .orderBy('id', 'desc')
      .limit(limit + 1)
    if (ownTeam !== null) query = query.where('id', '=', ownTeam)
    if (before !== null) query = query.where('id', '<', before)
    if (search !== '') {
      const id = parseId('team', search)
      const pattern = containsPattern(search)
      query = query.where((where) =>
        where.or([
          where('name', 'ilike', pattern),
          ...(id === null ? [] : [where('id', '=', id)]),
          sql<boolean>`id in (select m.team_id from core.memberships m join core.users u on u.id = m.user_id where u.email ilike ${pattern})`,
        ]),
      )
    }
    const rows = await query.execute()
    const balanceOf = await readBalances(
      transaction,
      rows.map((row) => row.id),
    )
    return toPage(
      rows,
      limit,
      (row) => row.id,
      (row) => ({ ...toTeam(row), balance: balanceOf(row.id) }),
    )
  })
}
