import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { request } from '@playwright/test'
import { submitEntry } from '#tests/e2e/support/entry'
import { firstRun } from '#tests/e2e/support/first-run'

/** A first start builds the portal. */
const startMs = 240_000
const pollMs = 250

/**
 * Starts Tollgate as a stranger would, on a free port and in a folder of its own, and stops it after the tests.
 * Tests find it in `E2E_BASE_URL` and `E2E_FIRST_RUN`; a stack that both already name is taken as it is.
 */
export default async function startStack(): Promise<() => Promise<void>> {
  if (process.env.E2E_BASE_URL && process.env.E2E_FIRST_RUN) return signInOperator(await mkdtemp(join(tmpdir(), 'tollgate-e2e-')))
  const dataDir = await mkdtemp(join(tmpdir(), 'tollgate-e2e-'))
  const port = await freePort()
  const output = createWriteStream(join(dataDir, 'start.log'))
  const stack = spawn('npm', ['start'], {
    env: { ...process.env, PORT: String(port), TOLLGATE_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  stack.stdout.pipe(output)
  stack.stderr.pipe(output, { end: false })

  const baseUrl = `http://localhost:${port}`
  const deadline = Date.now() + startMs
  while (!(await answers(`${baseUrl}/api/health`))) {
    if (stack.exitCode !== null || Date.now() > deadline)
      throw new Error(`npm start did not come up:\n${await readFile(join(dataDir, 'start.log'), 'utf8')}`)
    await wait(pollMs)
  }
  process.env.E2E_BASE_URL = baseUrl
  process.env.E2E_FIRST_RUN = join(dataDir, 'first-run.json')

  const forget = await signInOperator(dataDir)
  return async () => {
    if (stack.pid !== undefined && stack.exitCode === null) {
      process.kill(-stack.pid, 'SIGTERM')
      await once(stack, 'exit')
    }
    await forget()
  }
}

/** One session for all tests that are the operator's; answers what removes the folder it is kept in. */
async function signInOperator(folder: string): Promise<() => Promise<void>> {
  const context = await request.newContext({ baseURL: process.env.E2E_BASE_URL })
  await submitEntry(context, '/sign-in', firstRun().operator)
  process.env.E2E_OPERATOR_STATE = join(folder, 'operator-state.json')
  await context.storageState({ path: process.env.E2E_OPERATOR_STATE })
  await context.dispose()
  return () => rm(folder, { recursive: true, force: true })
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).status === 200
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
