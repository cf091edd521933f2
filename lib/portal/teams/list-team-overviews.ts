import { type RawBuilder, sql } from 'kysely'
import { readBalances } from '#lib/ledger/read-balance'
import type { Balance } from '#lib/ledger/read-balance'
import type { Actor } from '#lib/portal/acting/actor'
import { containsPattern } from '#lib/portal/acting/check-text'
import { type Page, type PageInput, pageLimit, readCursor, toPage } from '#lib/portal/acting/paging'
import { reading } from '#lib/portal/acting/run-verb'
import { type Team, type TeamStatus, toTeam } from '#lib/portal/teams/team'
import { TollgateError } from '#lib/shared/errors'
import { parseId } from '#lib/shared/ids'

export const teamSorts = ['name', 'created', 'spend', 'balance'] as const
export type TeamSort = (typeof teamSorts)[number]

export interface ListTeamOverviewsInput extends PageInput {
  /** Part of the name or of a member's address, or a whole team id. */
  search?: string
  status?: TeamStatus
  sort: { by: TeamSort; descending: boolean }
  /** Spending is counted from here. */
  since: Date
}

export interface TeamOverviewRow extends Team {
  balance: Balance
  members: number
  /** Charged since `since`, refunds taken off. */
  spendNanos: bigint
  requests: number
}

const sortKeys: Record<TeamSort, RawBuilder<unknown>> = {
  name: sql`lower(t.name)`,
  created: sql`t.id::text`,
  spend: sql`coalesce(s.spend, 0)`,
  balance: sql`coalesce(b.credit_nanos - b.held_nanos, 0)`,
}

const sumSorts: ReadonlySet<TeamSort> = new Set<TeamSort>(['spend', 'balance'])

interface Row {
  id: string
  name: string
  status: string
  customer_group: string
  time_zone: string
  created_at: Date
  members: bigint
  spend: string
  requests: string
  sort_key: string
}

/** Every team with its balance and what it spent, for operators; sorted in the database and paged by its sort key. */
export async function listTeamOverviews(actor: Actor, input: ListTeamOverviewsInput): Promise<Page<TeamOverviewRow>> {
  const limit = pageLimit(input)
  const after = readSortCursor(input.cursor, input.sort.by)
  return reading(actor, 'team.list', null, async (transaction) => {
    const { by, descending } = input.sort
    const key = sortKeys[by]
    const conditions = [sql`true`, ...searchCondition(input.search)]
    if (input.status !== undefined) conditions.push(sql`t.status = ${input.status}`)
    if (after !== null) {
      const value = sumSorts.has(by) ? sql`${after.value}::numeric` : sql`${after.value}`
      conditions.push(sql`(${key}, t.id) ${sql.raw(descending ? '<' : '>')} (${value}, ${after.id}::uuid)`)
    }
    const direction = sql.raw(descending ? 'desc' : 'asc')
    const { rows } = await sql<Row>`
      select t.id, t.name, t.status, t.customer_group, t.time_zone, t.created_at, coalesce(s.spend, 0)::text as spend,
        coalesce(s.requests, 0)::text as requests, (${key})::text as sort_key,
        (select count(*) from core.memberships m where m.team_id = t.id) as members
      from core.teams t
      left join (
        select team_id, sum(charge_nanos - refunded_nanos) as spend, sum(requests) as requests
        from usage.team_totals where grain = 'day' and starts_at >= ${input.since} group by team_id
      ) as s on s.team_id = t.id
      ${by === 'balance' ? sql`left join ledger.balances_of(array(select id from core.teams)) as b on b.team_id = t.id` : sql``}
      where ${sql.join(conditions, sql` and `)}
      order by ${key} ${direction}, t.id ${direction}
      limit ${limit + 1}
    `.execute(transaction)
    const balanceOf = await readBalances(
      transaction,
      rows.map((row) => row.id),
    )
    return toPage(
      rows,
      limit,
      (row) => `${row.id}${row.sort_key}`,
      (row) => ({
        ...toTeam(row),
        balance: balanceOf(row.id),
        members: Number(row.members),
        spendNanos: BigInt(row.spend),
        requests: Number(row.requests),
      }),
    )
  })
}

function searchCondition(search: string | undefined): RawBuilder<unknown>[] {
  const wanted = search?.trim() ?? ''
  if (wanted === '') return []
  const pattern = containsPattern(wanted)
  const id = parseId('team', wanted)
  return [
    sql`(t.name ilike ${pattern} or t.id = ${id}::uuid
      or t.id in (select m.team_id from core.memberships m join core.users u on u.id = m.user_id where u.email ilike ${pattern}))`,
  ]
}

const idLength = 36

/** The id and then the sort key of the last row of the page before: an amount where sums are sorted, else text. */
function readSortCursor(cursor: string | null | undefined, by: TeamSort): { id: string; value: string } | null {
  const text = readCursor(cursor)
  if (text === null) return null
  const [id, value] = [text.slice(0, idLength), text.slice(idLength)]
  const isValue = sumSorts.has(by) ? /^-?\d{1,40}$/.test(value) : true
  if (!isValue || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw new TollgateError('invalid_request', { param: 'cursor' })
  return { id, value }
}
