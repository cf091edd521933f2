import { parseArgs } from 'node:util'
import pg from 'pg'
import { parseId } from '#lib/shared/ids'
import { grantCredits } from './history/grant-credits.ts'
import { type HistoryOptions, type Plan, planDays } from './history/options.ts'
import { prepareCatalogue } from './history/prepare-catalogue.ts'
import { makeTeams, prepareTeams } from './history/prepare-teams.ts'
import { dayTables, writeDay } from './history/write-day.ts'

export type { HistoryOptions } from './history/options.ts'

/**
 * Writes a plausible past into a migrated database, as its owner: request rows, roll-ups, refusals and balanced books.
 * `client` may not be in a transaction; the history of each day is one.
 */
export async function generateHistory(client: pg.Client, options: HistoryOptions): Promise<{ teamIds: string[] }> {
  const { seed = 1, now = new Date() } = options
  const plan: Plan = { client, seed, now, days: planDays(options, seed, now) }
  const many = options.teamId === undefined
  // The order in which random numbers are drawn decides the history, so one worker draws them.
  await client.query("set max_parallel_workers_per_gather = 0; set jit = off; set synchronous_commit = off; set work_mem = '256MB'")
  if (many) await createPastPartitions(plan)
  const group = many ? 'default' : await groupOf(client, options.teamId ?? '')
  await prepareCatalogue(client, group, many ? 8 : 4, many)
  const teamIds = options.teamId === undefined ? await makeTeams(plan, options.teams ?? 10) : [options.teamId]
  await prepareTeams(plan, teamIds, many ? 10 : 5)
  await client.query(dayTables)
  // Every posting would be summed again at commit; at millions of rows that is for verify_books() to do, once.
  if (many && (await isSuperuser(client))) await client.query('set session_replication_role = replica')
  for (const index of plan.days.keys()) {
    await writeDay(plan, index)
    options.onDay?.(index + 1, plan.days.length)
  }
  await grantCredits(plan)
  await foldAll(client)
  await client.query(
    'reset session_replication_role; reset work_mem; reset synchronous_commit; reset jit; reset max_parallel_workers_per_gather',
  )
  await client.query('drop table bench_rows, bench_clock, bench_slots, bench_teams, bench_models')
  return { teamIds }
}

async function foldAll(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ folded: string }>('select usage.fold_requests(200000) as folded')
    if (Number(rows[0]?.folded ?? 0) === 0) return
  }
}

async function groupOf(client: pg.Client, teamId: string): Promise<string> {
  const { rows } = await client.query<{ customer_group: string }>('select customer_group from core.teams where id = $1', [teamId])
  if (!rows[0]) throw new Error(`there is no team ${teamId}`)
  return rows[0].customer_group
}

async function isSuperuser(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ on: string }>("select current_setting('is_superuser') as on")
  return rows[0]?.on === 'on'
}

/** A live installation has had its partitions made month by month; here they are made afterwards. */
async function createPastPartitions({ client, days }: Plan): Promise<void> {
  const months = new Set(days.map(({ start }) => start.toISOString().slice(0, 7)))
  for (const month of months) {
    const name = `requests_${month.replace('-', '_')}`
    const { rows } = await client.query<{ known: boolean }>('select to_regclass($1) is not null as known', [`usage.${name}`])
    if (rows[0]?.known) continue
    const start = new Date(`${month}-01T00:00:00Z`)
    const end = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1))
    const span = `from ('${start.toISOString()}') to ('${end.toISOString()}')`
    // As usage.ensure_partitions does: rows of the month that stand in the default partition move along, or attaching would refuse.
    await client.query('begin')
    await client.query(`create table usage.${name} (like usage.requests including all)`)
    await client.query(`alter table usage.${name} enable row level security`)
    await client.query(
      `with moved as (delete from usage.requests_default where started_at >= '${start.toISOString()}' and started_at < '${end.toISOString()}' returning *)
       insert into usage.${name} select * from moved`,
    )
    await client.query(`alter table usage.requests attach partition usage.${name} for values ${span}`)
    await client.query('commit')
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      teams: { type: 'string', default: '10' },
      requests: { type: 'string', default: '5000' },
      days: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      team: { type: 'string' },
      database: { type: 'string', default: process.env.DATABASE_ADMIN_URL },
    },
  })
  if (!values.database) throw new Error('Name the database as its owner: --database postgres://… or DATABASE_ADMIN_URL')
  const teamId = values.team === undefined ? undefined : (parseId('team', values.team) ?? values.team)
  const client = new pg.Client({ connectionString: values.database })
  await client.connect()
  const begun = performance.now()
  const { teamIds } = await generateHistory(client, {
    ...(teamId === undefined ? { teams: Number(values.teams) } : { teamId }),
    requests: Number(values.requests),
    days: Number(values.days),
    seed: Number(values.seed),
    onDay: (done, days) => process.stdout.write(`\rday ${done} of ${days}`),
  })
  await client.end()
  process.stdout.write(`\r${values.requests} requests of ${teamIds.length} teams in ${((performance.now() - begun) / 1000).toFixed(1)} s\n`)
}
