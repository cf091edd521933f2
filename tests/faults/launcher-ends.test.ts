import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import OpenAI from 'openai'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readJsonFile } from '#dev/embedded/secret-files'
import { readSecrets } from '#dev/embedded/secrets'
import type { FirstRun } from '#dev/welcome'
import { killAll, runNpmStart, survivors, type Launched } from '#tests/support/launcher'

/** Time for a parent's death to be noticed and for the portal to end in order. */
const graceMs = 15_000

let dataDir: string
let launched: Launched
let firstRun: FirstRun
let everyone: number[] = []

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tollgate launcher '))
})
afterAll(async () => {
  await rm(dataDir, { recursive: true, force: true })
})

/** A shell that npm puts before it has the same words in its command. */
const bootstrap = async () => (await launched.processes('scripts/bootstrap.mjs')).at(-1) ?? 0
const openai = () => new OpenAI({ baseURL: `${launched.baseUrl}/api/v1`, apiKey: firstRun.demo_key, maxRetries: 0 })
const question = { model: 'demo-mini', messages: [{ role: 'user' as const, content: 'Hello!' }] }

/** What the books of the running stack say, looked at as their owner. */
async function readBooks(): Promise<{ creditNanos: string; heldNanos: string; problems: unknown[] }> {
  const ports = await readJsonFile<{ postgres: number }>(join(dataDir, 'ports.json'))
  const { postgresPassword } = await readSecrets(dataDir)
  const owner = new pg.Client({ connectionString: `postgres://postgres:${postgresPassword}@127.0.0.1:${ports?.postgres}/postgres` })
  await owner.connect()
  const { rows } = await owner.query<{ credit: string; held: string }>(
    'select sum(credit_nanos)::text as credit, sum(held_nanos)::text as held from ledger.team_balances',
  )
  const { rows: problems } = await owner.query('select * from ledger.verify_books()')
  await owner.end()
  return { creditNanos: rows[0]?.credit ?? '', heldNanos: rows[0]?.held ?? '', problems }
}

// One data folder goes through every kind of end, so each test also proves that the start after the last one recovers.
describe('however npm start ends, nothing is left running and nothing is lost', () => {
  let before: { firstRun: FirstRun; creditNanos: string } | undefined

  beforeEach(async () => {
    launched = await runNpmStart(dataDir)
    firstRun = await launched.ready()
    everyone = await launched.processes()
    expect(everyone.length).toBeGreaterThan(4)
    const { creditNanos, problems } = await readBooks()
    if (before)
      expect({ creditNanos, demoKey: firstRun.demo_key }).toEqual({ creditNanos: before.creditNanos, demoKey: before.firstRun.demo_key })
    expect(problems).toEqual([])
    const answer = await openai().chat.completions.create(question)
    expect(answer.usage?.completion_tokens).toBeGreaterThan(0)
    // The charge is posted after the answer; what follows must not lose it.
    await expect.poll(async () => (await readBooks()).heldNanos, { timeout: 10_000 }).toBe('0')
    const charged = (await readBooks()).creditNanos
    expect(BigInt(charged)).toBeLessThan(BigInt(creditNanos))
    before = { firstRun, creditNanos: charged }
  }, 240_000)

  afterEach(async () => {
    const left = await survivors(everyone, graceMs)
    killAll(left)
    expect(left).toEqual([])
  }, 60_000)

  it('SIGTERM lets a running stream end first', async () => {
    const stream = await openai().chat.completions.create({ ...question, model: 'demo-chat', stream: true })
    let asked = false
    let finish: string | null | undefined
    for await (const part of stream) {
      if (!asked) process.kill(await bootstrap(), 'SIGTERM')
      asked = true
      finish = part.choices[0]?.finish_reason ?? finish
    }
    expect(finish).toBe('stop')
    expect(await launched.ended).toBe(0)
    before = undefined
  })

  it('Ctrl-C in a terminal', async () => {
    launched.interrupt('SIGINT')
    await launched.ended
    expect(launched.output()).toContain('Stopping')
  })

  it('SIGKILL of npm', async () => {
    process.kill(everyone[0] ?? 0, 'SIGKILL')
  })

  it('SIGKILL of the bootstrap', async () => {
    process.kill(await bootstrap(), 'SIGKILL')
  })

  it('SIGKILL of the launcher', async () => {
    killAll(await launched.processes('dev/start.ts'))
  })

  it('SIGKILL of everything at once', async () => {
    killAll(everyone)
  })

  it('the portal dying by itself', async () => {
    killAll(await launched.processes('server.ts'))
    expect(await launched.ended).toBe(1)
    expect(launched.output()).toMatch(/The portal has ended by itself: .*portal\.log says why\./)
  })

  it('the database dying by itself', async () => {
    killAll(await launched.processes('postgres -D'))
    expect(await launched.ended).toBe(1)
    expect(launched.output()).toMatch(/(The database|The portal) has ended by itself: .* says why\./)
  })
})
