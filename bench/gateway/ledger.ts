import { parseArgs } from 'node:util'
import pg from 'pg'
import { closePools } from '#lib/shared/database/pools'
import { newId } from '#lib/shared/ids'
import { processorUs } from './figures/process-use.ts'
import { seedTeam } from './start/seed-gateway.ts'
import { startTollgate } from './start/tollgate.ts'

// What a batch of holds and their settlements costs Postgres, by its size: one connection, one call after another.
const { values: given } = parseArgs({
  options: { sizes: { type: 'string', default: '1,8,32,128' }, requests: { type: 'string', default: '6000' } },
})

const tollgate = await startTollgate()
try {
  const { keyId, teamId } = await seedTeam('Measured team')
  const client = new pg.Client({ connectionString: tollgate.stack.environment.GATEWAY_DATABASE_URL })
  await client.connect()
  const { rows } = await tollgate.owner.query<{ pv: string; sv: string }>(
    'select k.policy_version::text as pv, s.version::text as sv from core.api_keys k cross join core.snapshot_state s where k.id = $1',
    [keyId],
  )
  const versions = rows[0] ?? { pv: '', sv: '' }
  console.log('| in a batch | admit: ms a call | CPU µs a request | settle: ms a call | CPU µs a request |\n|---|---|---|---|---|')
  for (const size of given.sizes.split(',').map(Number)) {
    const figures = { admitMs: 0, admitUs: 0, settleMs: 0, settleUs: 0 }
    const calls = Math.ceil(Number(given.requests) / size)
    const warm = Math.ceil(calls / 10)
    for (let call = -warm; call < calls; call++) {
      const ids = Array.from({ length: size }, () => newId())
      const admit = await timed(() => client.query('select version, verdicts, details from ledger.admit($1)', [holds(ids)]))
      if (!/^y+$/.test((admit.result.rows[0] as { verdicts: string }).verdicts)) throw new Error('not held')
      const settle = await timed(() => client.query('select ledger.settle($1) as result', [settlements(ids)]))
      if (call < 0) continue
      figures.admitMs += admit.ms / calls
      figures.settleMs += settle.ms / calls
    }
    const measure = async (kind: 'admit' | 'settle', run: () => Promise<void>) => {
      const before = await processorUs([{ pid: tollgate.postgresPid, withChildren: true }])
      await run()
      figures[`${kind}Us`] = ((await processorUs([{ pid: tollgate.postgresPid, withChildren: true }])) - before) / (calls * size)
    }
    const batches = Array.from({ length: calls }, () => Array.from({ length: size }, () => newId()))
    await measure('admit', async () => {
      for (const ids of batches) await client.query('select version, verdicts, details from ledger.admit($1)', [holds(ids)])
    })
    await measure('settle', async () => {
      for (const ids of batches) await client.query('select ledger.settle($1) as result', [settlements(ids)])
    })
    const cells = [figures.admitMs.toFixed(2), figures.admitUs.toFixed(0), figures.settleMs.toFixed(2), figures.settleUs.toFixed(0)]
    console.log(`| ${size} | ${cells.join(' | ')} |`)
  }
  await client.end()

  function holds(ids: string[]): string {
    const item = {
      team: teamId,
      key: keyId,
      ...versions,
      model: 'bench-model',
      wire: 'openai-chat',
      hold: '7000000',
      fixed: '2000000',
      rate: '10000000000',
    }
    return JSON.stringify(ids.map((id, n) => ({ n, id, ...item, ttl_ms: 660_000, tags: [] })))
  }

  function settlements(ids: string[]): string {
    const tokens = { input: 210, output: 150 }
    const times = { latency_ms: 12, overhead_us: 900, key_us: 30, receive_us: 20, policy_us: 60, limits_us: 10, admission_us: 700 }
    const item = {
      team: teamId,
      key: keyId,
      model: 'bench-model',
      wire: 'openai-chat',
      status: 'succeeded',
      http_status: 200,
      finish_reason: 'stop',
    }
    const rest = {
      channel: teamId,
      sell: teamId,
      cost_price: teamId,
      upstream_model: 'bench-model',
      charge: '2025000',
      cost: '1620000',
      client: 'unknown',
    }
    const attempts = [{ channel_id: teamId, status: 200, failure: null, ms: 3, start_us: 900, duration_us: 3000 }]
    return JSON.stringify(
      ids.map((id, n) => ({ n, id, ...item, ...rest, ...tokens, ...times, streamed: false, estimated: false, attempts })),
    )
  }
} finally {
  await closePools()
  await tollgate.close()
}

async function timed<T>(run: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const begun = performance.now()
  const result = await run()
  return { ms: performance.now() - begun, result }
}
