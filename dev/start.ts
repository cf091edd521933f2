import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { explainPort } from '../scripts/check-port.mjs'
import { dataFolderPath } from './embedded/data-folder.ts'
import { explainSystemError, StartFailure } from './embedded/start-failure.ts'
import { launchDeployed, launchEmbedded, type Launch, type Running } from './launch.ts'

const stop = new AbortController()
const launch: Launch = {
  port: Number(process.env.PORT || 3000),
  dev: process.argv[2] === 'dev',
  begun: Number(process.env.TOLLGATE_STARTED_AT) || Date.now(),
  cancelled: stop.signal,
  closers: [],
}
let running: Running | undefined
let lastAsked = 0

/** A terminal sends one Ctrl-C to every program of the group, so only a later one counts as a second. */
function requestStop(): void {
  if (stop.signal.aborted && Date.now() - lastAsked > 1_000) running?.portal.kill()
  lastAsked = Date.now()
  if (stop.signal.aborted) return
  process.stdout.write('\n  Stopping: requests under way are finished first, Ctrl-C again cuts them …\n')
  stop.abort()
}

async function run(): Promise<void> {
  const taken = await explainPort(process.env.PORT)
  if (taken) throw new StartFailure(taken)
  const asked = new Promise<null>((resolve) => stop.signal.addEventListener('abort', () => resolve(null)))
  running = await (process.env.DATABASE_URL ? launchDeployed(launch) : launchEmbedded(launch))
  const failure = await Promise.race([running.failed, asked])
  if (failure) throw failure
}

/** @returns the exit code */
async function explain(error: unknown): Promise<number> {
  if (stop.signal.aborted) return 0
  const explained = explainSystemError(error, dataFolderPath())
  if (explained instanceof StartFailure) {
    process.stderr.write(`\n${explained.message}\n`)
    return 1
  }
  const details = join(dataFolderPath(), 'logs', 'start-errors.log')
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  await appendFile(details, `${new Date().toISOString()} ${stack}\n`, { mode: 0o600 }).catch(() => undefined)
  process.stderr.write(`\nTollgate could not start (${message}): ${details} has the details.\n`)
  return 1
}

// A terminal that is gone must not keep us from ending in order.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, requestStop)
process.once('disconnect', requestStop)

let exitCode = await run().then(() => 0, explain)
for (const close of launch.closers.splice(0).reverse()) {
  await close().catch(async (error: unknown) => (exitCode = Math.max(exitCode, await explain(error))))
}
process.exit(exitCode)
