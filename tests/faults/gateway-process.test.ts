import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readBalance } from '#lib/ledger/read-balance'
import { sweepHolds } from '#lib/ledger/sweep-holds'
import { asPortal } from '#lib/shared/database/as-role'
import {
  type Customer,
  expectExactBooks,
  makeChannel,
  makeCustomer,
  makeModel,
  openDatabase,
  postChat,
  setPrice,
  settledRows,
} from '#tests/contract/gateway/harness'
import {
  answerChat,
  answerPieces,
  chunkOf,
  doneEvent,
  neverAnswer,
  type ScriptedUpstream,
  startUpstream,
  usageChunkOf,
} from '#tests/support/upstream'
import type { TestDatabase } from '#tests/support/test-database'

const script = fileURLToPath(new URL('gateway-child.ts', import.meta.url))
const messages = [{ role: 'user', content: 'hi' }]
const granted = 1_000_000_000n

let database: TestDatabase
let upstream: ScriptedUpstream
let customer: Customer
let model: string
let child: ChildProcess
let origin: string

beforeAll(async () => {
  database = await openDatabase()
  upstream = await startUpstream()
})
afterAll(async () => {
  await upstream.close()
  await database.drop()
})
beforeEach(async () => {
  customer = await makeCustomer(granted)
  model = await makeModel()
  await makeChannel({ baseUrl: upstream.baseUrl, model })
  upstream.requests.length = 0
  child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'ignore'], env: process.env })
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer]
  origin = `http://127.0.0.1:${line.toString().trim()}`
})
afterEach(async () => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
})

async function whenUpstreamAsked(count = 1): Promise<void> {
  while (upstream.requests.length < count) await new Promise((resolve) => setTimeout(resolve, 5))
}

async function asOwner(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.adminUrl })
  await client.connect()
  await client.query(statement)
  await client.end()
}

const heldBy = async (team: Customer) => (await asPortal((tx) => readBalance(tx, team.teamId)))?.heldNanos ?? 0n

describe('a gateway process', () => {
  it('killed between upstream call and settlement leaves a hold that the sweeper closes, and books that balance', async () => {
    upstream.answer(neverAnswer)
    const asking = Promise.allSettled(Array.from({ length: 5 }, () => postChat(origin, customer, { model, messages })))
    await whenUpstreamAsked(5)
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
    await asking
    expect(await heldBy(customer)).toBeGreaterThan(0n)
    await asOwner("update ledger.holds set deadline = now() - interval '1 second'")
    await sweepHolds()
    expect(await heldBy(customer)).toBe(0n)
    const rows = await settledRows(customer, 5)
    expect(rows.map((row) => row.status)).toEqual(Array.from({ length: 5 }, () => 'orphaned'))
    expect(await expectExactBooks(customer, granted)).toBe(0n)
  })

  it('asked to end lets a running stream finish, settles it, and ends by itself', async () => {
    upstream.answer(answerPieces([chunkOf('a'), chunkOf('b'), chunkOf('c', 'stop'), usageChunkOf(), doneEvent], 100))
    const response = await postChat(origin, customer, { model, messages, stream: true })
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    expect(await response.text()).toBe(chunkOf('a') + chunkOf('b') + chunkOf('c', 'stop') + doneEvent)
    expect(await ended).toEqual([0, null])
    expect(await expectExactBooks(customer, granted)).toBe(20_000n)
  })

  it('asked to end cuts a stream that does not, and settles what was seen', async () => {
    upstream.answer(
      answerPieces(
        Array.from({ length: 1000 }, () => chunkOf('word ')),
        20,
      ),
    )
    const response = await postChat(origin, customer, { model, messages, stream: true })
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await response.text().catch(() => 'cut')
    expect(await ended).toEqual([0, null])
    const [row] = await settledRows(customer, 1)
    expect(row).toMatchObject({ status: 'aborted', estimated: true })
    expect(await expectExactBooks(customer, granted)).toBeGreaterThan(0n)
  })

  it('charges the price of admission when the price changes before settlement', async () => {
    let answer = () => {}
    upstream.answer((request, response) => {
      answer = () => void answerChat()(request, response)
    })
    const asking = postChat(origin, customer, { model, messages })
    await whenUpstreamAsked()
    await setPrice(model, { inputNanosPerMillion: 900_000_000_000n, outputNanosPerMillion: 900_000_000_000n })
    answer()
    expect((await asking).headers.get('x-tollgate-cost-usd')).toBe('0.000020000')
    await settledRows(customer, 1)
    expect(await expectExactBooks(customer, granted)).toBe(20_000n)
  })

  it('settles once although the database drops every connection in between', async () => {
    let answer = () => {}
    upstream.answer((request, response) => {
      answer = () => void answerChat()(request, response)
    })
    const asking = postChat(origin, customer, { model, messages })
    await whenUpstreamAsked()
    await asOwner(
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'tollgate_gateway' and datname = current_database()",
    )
    answer()
    expect((await asking).status).toBe(200)
    expect(await settledRows(customer, 1)).toHaveLength(1)
    expect(await expectExactBooks(customer, granted)).toBe(20_000n)
  })
})
