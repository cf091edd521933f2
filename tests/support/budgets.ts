import { sql } from 'kysely'
import pg from 'pg'
import { type BudgetInput, type BudgetState, listBudgets, setBudget } from '#lib/ledger/budgets'
import { asPortal } from '#lib/shared/database/as-role'
import { newId } from '#lib/shared/ids'
import type { TestTeam } from '#tests/support/ledger'
import type { TestDatabase } from '#tests/support/test-database'

/** Makes a budget of a test team, over the team by the day in UTC unless said otherwise; answers its id. */
export async function makeBudget(team: TestTeam, amountNanos: bigint, overrides: Partial<BudgetInput> = {}): Promise<BudgetInput> {
  const budget: BudgetInput = {
    id: newId(),
    teamId: team.teamId,
    scope: 'team',
    scopeId: team.teamId,
    amountNanos,
    period: 'day',
    timeZone: 'UTC',
    ...overrides,
  }
  await asPortal((tx) => setBudget(tx, budget))
  return budget
}

export async function budgetState(team: TestTeam, budgetId: string): Promise<BudgetState> {
  const state = (await asPortal((tx) => listBudgets(tx, team.teamId))).find(({ id }) => id === budgetId)
  if (!state) throw new Error('the team has no such budget')
  return state
}

export interface LedgerClock {
  /** Sets the moment budgets go by, in this database only. */
  set: (at: string) => Promise<void>
  /** Back to the present. */
  release: () => Promise<void>
  /** Start and end of the period that contains a moment. */
  periodAt: (period: string, timeZone: string, at: string) => Promise<{ start: string; end: string }>
  close: () => Promise<void>
}

/** The ledger's clock in the hands of a test. */
export async function holdLedgerClock(database: TestDatabase): Promise<LedgerClock> {
  const client = new pg.Client({ connectionString: database.adminUrl })
  await client.connect()
  const replace = (body: string) =>
    client.query(`create or replace function ledger.clock() returns timestamptz language sql volatile as $clock$ select ${body} $clock$`)
  return {
    set: async (at) => void (await replace(`${client.escapeLiteral(new Date(at).toISOString())}::timestamptz`)),
    release: async () => void (await replace('clock_timestamp()')),
    periodAt: async (period, timeZone, at) => {
      const { rows } = await client.query<{ start: Date; end: Date }>(
        'select ledger.period_start($1, $2, $3) as start, ledger.period_end($1, $2, $3) as end',
        [period, timeZone, at],
      )
      const [row] = rows
      if (!row) throw new Error('no period')
      return { start: row.start.toISOString(), end: row.end.toISOString() }
    },
    close: async () => {
      await replace('clock_timestamp()')
      await client.end()
    },
  }
}

export async function contextOf(requestId: string) {
  const { rows } = await asPortal((tx) =>
    sql<{ client: string; end_user: string; tags: string[]; metadata: Record<string, string>; address: string }>`
      select client, end_user, tags, metadata, address from usage.requests where id = ${requestId}
    `.execute(tx),
  )
  return rows[0]
}
