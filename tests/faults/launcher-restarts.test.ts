import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getuid } from 'node:process'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readJsonFile } from '#dev/embedded/secret-files'
import type { FirstRun } from '#dev/welcome'
import { runNpmStart } from '#tests/support/launcher'

let dataDir: string
let first: FirstRun
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tollgate-restarts-'))
  first = await duringStart(async (firstRun) => firstRun)
}, 240_000)
afterAll(() => rm(dataDir, { recursive: true, force: true }))

/** Runs the work while Tollgate is up, and stops it again. */
async function duringStart<T>(work: (firstRun: FirstRun) => Promise<T>): Promise<T> {
  const launched = await runNpmStart(dataDir)
  try {
    return await work(await launched.ready())
  } finally {
    launched.interrupt('SIGTERM')
    await launched.ended
  }
}

async function ask({ base_url, demo_key }: FirstRun): Promise<string | null | undefined> {
  const openai = new OpenAI({ baseURL: `${base_url}/api/v1`, apiKey: demo_key, maxRetries: 0 })
  const answer = await openai.chat.completions.create({ model: 'demo-mini', messages: [{ role: 'user', content: 'Hello!' }] })
  return answer.choices[0]?.message.content
}

describe('a data folder', () => {
  it('keeps every secret to its owner, and out of the logs', async () => {
    for (const file of ['first-run.json', 'secrets.json', 'ports.json']) {
      const { mode, uid } = await stat(join(dataDir, file))
      expect({ file, mode: mode & 0o777, uid }).toEqual({ file, mode: 0o600, uid: getuid?.() })
    }
    expect(Object.keys(first)).toEqual(['base_url', 'operator', 'management_key', 'metrics_token', 'demo_team', 'demo_key', 'models'])
    const log = await readFile(join(dataDir, 'logs', 'portal.log'), 'utf8')
    for (const secret of [first.operator.password, first.demo_key, first.management_key, first.metrics_token])
      expect(log).not.toContain(secret)
  })

  it('serves the demo models though another program took their port, under the address of this start', async () => {
    const ports = await readJsonFile<{ demoUpstream: number }>(join(dataDir, 'ports.json'))
    const squatter = createServer((socket) => socket.destroy()).listen(ports?.demoUpstream, '127.0.0.1')
    const [again, content] = await duringStart(async (firstRun) => [firstRun, await ask(firstRun)] as const)
    squatter.close()
    expect(content).toContain('Hello!')
    expect(again).toEqual({ ...first, base_url: again.base_url })
    expect(again.base_url).not.toBe(first.base_url)
  })

  it('gets new demo keys when first-run.json was lost, for the same operator and team', async () => {
    await rm(join(dataDir, 'first-run.json'))
    const [again, content] = await duringStart(async (firstRun) => [firstRun, await ask(firstRun)] as const)
    expect(content).toContain('Hello!')
    expect({ operator: again.operator, demo_team: again.demo_team }).toEqual({ operator: first.operator, demo_team: first.demo_team })
    expect(again.demo_key).not.toBe(first.demo_key)
  })
})
