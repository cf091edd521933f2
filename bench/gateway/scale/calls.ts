import type pg from 'pg'

export interface Calls {
  /** Requests in one call, on average. */
  admitBatch: number
  settleBatch: number
  /** Of looks at the calls under way, the share that waited for a lock, in percent. */
  lockWaitPercent: number
}

const lookEveryMs = 20

/** Counts calls of admission and settlement, and looks at who waits for a lock, while `work` runs. */
export async function watchCalls<T>(owner: pg.Client, work: () => Promise<T>): Promise<{ result: T; calls: Calls }> {
  const before = await read(owner)
  const looks = { active: 0, waiting: 0 }
  let isOver = false
  const looking = (async () => {
    while (!isOver) {
      const { rows } = await owner.query<{ active: string; waiting: string }>(
        `select count(*) as active, count(*) filter (where wait_event_type = 'Lock') as waiting
         from pg_stat_activity where usename = 'tollgate_gateway' and state = 'active'`,
      )
      looks.active += Number(rows[0]?.active)
      looks.waiting += Number(rows[0]?.waiting)
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
    }
  })()
  const result = await work()
  isOver = true
  await looking
  // Postgres writes its counters down once a second.
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  const after = await read(owner)
  const requests = after.requests - before.requests
  const batch = (name: 'admit' | 'settle') => requests / Math.max(1, after[name] - before[name])
  return {
    result,
    calls: { admitBatch: batch('admit'), settleBatch: batch('settle'), lockWaitPercent: (100 * looks.waiting) / Math.max(1, looks.active) },
  }
}

/** Counts are kept once this is on. */
export async function countCalls(owner: pg.Client): Promise<void> {
  await owner.query("alter system set track_functions = 'pl'")
  await owner.query('select pg_reload_conf()')
}

async function read(owner: pg.Client): Promise<Record<'admit' | 'settle' | 'requests', number>> {
  await owner.query('select pg_stat_clear_snapshot()')
  const { rows } = await owner.query<Record<'admit' | 'settle' | 'requests', string>>(
    `select coalesce(sum(calls) filter (where funcname = 'admit'), 0) as admit, coalesce(sum(calls) filter (where funcname = 'settle'), 0) as settle,
       (select sum(requests) from usage.rollups) as requests
     from pg_stat_user_functions where schemaname = 'ledger'`,
  )
  const [row] = rows
  return { admit: Number(row?.admit), settle: Number(row?.settle), requests: Number(row?.requests) }
}
