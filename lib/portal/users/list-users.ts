import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { containsPattern } from '#lib/portal/acting/check-text'
import { type Page, type PageInput, pageLimit, readIdCursor, toPage } from '#lib/portal/acting/paging'
import { reading } from '#lib/portal/acting/run-verb'
import { toUser, type User, userColumns } from '#lib/portal/users/user'
import { parseId } from '#lib/shared/ids'

export const userStandings = ['active', 'disabled', 'operator'] as const

export interface ListUsersInput extends PageInput {
  /** Part of the address or the name, or a whole user id. */
  search?: string
  standing?: (typeof userStandings)[number]
}

export interface ListedUser extends User {
  teams: number
  /** When they last changed something; null for never. */
  lastActAt: Date | null
}

/** Everyone with an account, newest first. */
export async function listUsers(actor: Actor, input: ListUsersInput = {}): Promise<Page<ListedUser>> {
  const limit = pageLimit(input)
  const before = readIdCursor(input.cursor)
  const search = input.search?.trim() ?? ''
  return reading(actor, 'user.read', null, async (transaction) => {
    let query = transaction
      .selectFrom('core.users')
      .select(userColumns)
      .select([
        sql<bigint>`(select count(*) from core.memberships m where m.user_id = core.users.id)`.as('teams'),
        sql<Date | null>`(select a.created_at from core.audit_log a where a.actor_id = core.users.id order by a.id desc limit 1)`.as(
          'last_act_at',
        ),
      ])
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
    if (before !== null) {
      query = query.where(sql<boolean>`(created_at, id) < (select u.created_at, u.id from core.users u where u.id = ${before})`)
    }
    if (input.standing === 'active') query = query.where('disabled_at', 'is', null)
    if (input.standing === 'disabled') query = query.where('disabled_at', 'is not', null)
    if (input.standing === 'operator') query = query.where('operator_role', 'is not', null)
    if (search !== '') {
      const id = parseId('user', search)
      const pattern = containsPattern(search)
      query = query.where((where) =>
        where.or([
          where('email', 'ilike', pattern),
          where('display_name', 'ilike', pattern),
          ...(id === null ? [] : [where('id', '=', id)]),
        ]),
      )
    }
    return toPage(
      await query.execute(),
      limit,
      (row) => row.id,
      (row) => ({ ...toUser(row), teams: Number(row.teams), lastActAt: row.last_act_at }),
    )
  })
}
