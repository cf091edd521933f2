import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readBalance } from '#lib/ledger/read-balance'
import { settleRequest } from '#lib/ledger/settle-request'
import { sweepHolds } from '#lib/ledger/sweep-holds'
import { asPortal } from '#lib/shared/database/as-role'
import {
  type Customer, expectExactBooks, makeChannel, makeCustomer, makeModel, openDatabase, postChat, setPolicies, settledRows,
} from '#tests/contract/gateway/harness'
import { makeBudget, budgetState } from '#tests/support/budgets'
import { admissionOf, settlementOf } from '#tests/support/ledger'
import { answerChat, chunkOf, doneEvent, type ScriptedUpstream, startUpstream, usageChunkOf } from '#tests/support/upstream'
import type { TestDatabase } from '#tests/support/test-database'

const script = fileURLToPath(new URL('gateway-child.ts', import.meta.url))
let database: TestDatabase
let upstream: ScriptedUpstream
beforeAll(async () => {
  database = await openDatabase()
  upstream = await startUpstream()
})
afterAll(async () => {
  await upstream.close()
  await database.drop()
})
async function asOwner(statement: string) {
  const client = new pg.Client({ connectionString: database.adminUrl })
  await client.connect()
  const r = await client.query(statement)
  await client.end()
  return r.rows
}
async function start(): Promise<{ child: ChildProcess; origin: string }> {
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'ignore'], env: process.env })
  const [line] = (await once(child.stdout!, 'data')) as [Buffer]
  return { child, origin: `http://127.0.0.1:${line.toString().trim()}` }
}

it('200 at once, killed at random steps', async () => {
  const granted = 2_000_000_000n
  const customer: Customer = await makeCustomer(granted)
  const model = await makeModel()
  await makeChannel({ baseUrl: upstream.baseUrl, model })
  await setPolicies(customer, { team: { limits: { requests_per_minute: 100_000, concurrency: 150 }, end_users: { limits: { requests_per_day: 1000 } } } as never })
  const budget = await makeBudget(customer, 1_500_000_000n, { period: 'day' })
  await makeBudget(customer, 90_000_000n, { period: 'total', perEndUser: true, thresholds: [] })
  upstream.answer(async (request, response) => {
    await wait(Math.random() * 150)
    const body = JSON.parse(request.body.toString()) as { stream?: boolean }
    if (!body.stream) return answerChat()(request, response)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const piece of [chunkOf('a '), chunkOf('b '), chunkOf('c', 'stop'), usageChunkOf(), doneEvent]) {
      if (response.destroyed) return
      response.write(piece)
      await wait(Math.random() * 40)
    }
    response.end()
  })
  let served = 0
  for (let round = 0; round < 12; round++) {
    const { child, origin } = await start()
    await (await postChat(origin, customer, { model, messages: [{ role: 'user', content: 'warm' }] })).arrayBuffer()
    const before = upstream.requests.length
    let answered = 0
    const asking = Array.from({ length: 200 }, async (_, n) => {
      const gone = new AbortController()
      if (n % 7 === 0) setTimeout(() => gone.abort(), Math.random() * 400)
      const response = await postChat(origin, customer, { model, stream: n % 2 === 0, user: `u${n % 20}`, max_tokens: 50, messages: [{ role: 'user', content: 'hi' }] }, { signal: gone.signal })
      await response.arrayBuffer()
      answered++
      if (response.status === 200) served++
      return response.status
    })
    const all = Promise.allSettled(asking)
    // by turns: just when so many have arrived upstream, or been answered
    const least = 1 + round * 15
    const until = Date.now() + 15_000
    while (Date.now() < until && (round % 2 ? answered : upstream.requests.length - before) < least) await wait(2)
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
    const results = await all
    const count: Record<string, number> = {}
    for (const r of results) count[r.status === 'fulfilled' ? r.value : 'lost'] = (count[r.status === 'fulfilled' ? r.value : 'lost'] ?? 0) + 1
    console.log(round, count)
  }
  const held = await asOwner(`select count(*)::int as n, sum(amount_nanos)::text as s from ledger.holds where team_id = '${customer.teamId}'`)
  console.log('held before sweep', held)
  const ids = (await asOwner(`select request_id as id, key_id from ledger.holds where team_id = '${customer.teamId}'`)) as { id: string; key_id: string }[]
  // half of them settle late and twice while the sweeper runs
  await asOwner("update ledger.holds set deadline = now() - interval '1 second'")
  const late = ids.filter((_, n) => n % 2 === 0)
  const settleLate = () => Promise.all(late.flatMap(({ id }) => {
    const s = settlementOf({ ...admissionOf(customer), requestId: id, model }, 20_000n)
    return [settleRequest(s), settleRequest(s)]
  }))
  const [first] = await Promise.all([settleLate(), sweepHolds(), sweepHolds()])
  const again = await settleLate()
  console.log('late', late.length, 'charged', first.filter((o) => o === 'charged').length, 'again', again.filter((o) => o === 'charged').length)
  await sweepHolds()
  const balance = await asPortal((tx) => readBalance(tx, customer.teamId))
  expect(balance?.heldNanos).toBe(0n)
  const rows = await settledRows(customer, 0)
  expect(new Set(rows.map((r) => r.id)).size).toBe(rows.length)
  const by: Record<string, number> = {}
  for (const r of rows) by[r.status] = (by[r.status] ?? 0) + 1
  const charged = await expectExactBooks(customer, granted)
  const state = await budgetState(customer, (budget as { id: string }).id)
  console.log({ served, rows: rows.length, by, charged, spent: state.spent_nanos })
  console.log(await asOwner('select * from ledger.verify_books() limit 5'))
  const periods = await asOwner(`select sum(held_nanos)::text as held, sum(spent_nanos)::text as spent, count(*) from ledger.budget_periods p join ledger.budgets b on b.id = p.budget_id where b.team_id='${customer.teamId}'`)
  console.log(periods)
  expect(state.spent_nanos).toBe(charged)
  void sql
}, 120_000)
