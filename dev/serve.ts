import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { projectRoot } from './embedded/data-folder.ts'
import { openLog } from './embedded/open-log.ts'
import { StartFailure } from './embedded/start-failure.ts'
import { runChild, type RunningChild } from './run-child.ts'

/** Settings of the person's own that reach the portal beside what the stack sets. */
const passedOn = ['PATH', 'HOME', 'LANG', 'TZ', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'].concat(
  ['TOLLGATE_MAX_BODY_BYTES', 'TOLLGATE_REQUEST_TIMEOUT_MS', 'SIGNUP_CREDIT_USD'],
  ['REDIS_URL', 'UPSTASH_REDIS_REST_URL', 'UPSTASH_REDIS_REST_TOKEN'],
)

/** The whole environment of the embedded portal. */
export function embeddedEnvironment(stack: Record<string, string>, port: number, dev: boolean): NodeJS.ProcessEnv {
  const own = Object.fromEntries(passedOn.map((name) => [name, process.env[name]]).filter(([, value]) => value !== undefined))
  return {
    ...own,
    ...stack,
    ...(dev ? { TOLLGATE_DEV: '1' } : {}),
    NODE_ENV: dev ? 'development' : 'production',
    PORT: String(port),
    HOST: '127.0.0.1',
    NEXT_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
  }
}

/**
 * Starts `server.ts` and waits until it answers.
 * @param logFile where its output goes; on the terminal when absent
 */
export async function servePortal(
  environment: NodeJS.ProcessEnv,
  port: number,
  options: { logFile?: string; cancelled: AbortSignal },
): Promise<RunningChild> {
  const log = options.logFile === undefined ? null : await openLog(options.logFile)
  const child = runChild(
    ['--max-semi-space-size=32', '--no-memory-reducer', join(projectRoot, 'server.ts')],
    environment,
    log ? ['ignore', log.fd, log.fd] : ['ignore', 'inherit', 'inherit'],
  )
  await log?.close()
  try {
    await waitUntilHealthy(child, port, { ...options, patience: patienceMs(environment) })
    return child
  } catch (error) {
    await child.stop(5_000)
    throw error
  }
}

/** The first page of a development server is compiled before it answers, which takes a slow machine minutes. */
const patienceMs = (environment: NodeJS.ProcessEnv) => (environment.TOLLGATE_DEV === '1' ? 180_000 : 60_000)

interface Waiting {
  logFile?: string
  cancelled: AbortSignal
  patience: number
}

export async function waitUntilHealthy(child: RunningChild, port: number, options: Waiting): Promise<void> {
  let ended = false
  void child.ended.then(() => (ended = true))
  let last = 'it did not answer'
  for (const until = Date.now() + options.patience; Date.now() < until; await sleep(50)) {
    options.cancelled.throwIfAborted()
    if (ended) throw await explainEnd(options.logFile)
    const response = await fetch(`http://127.0.0.1:${port}/api/health`, { signal: AbortSignal.timeout(30_000) }).catch(() => null)
    if (response?.ok) return
    if (response) last = `${response.status}: ${(await response.text()).slice(0, 300)}`
  }
  throw new StartFailure(
    `The portal did not become healthy within ${options.patience / 1000} seconds (${last}): look into ${options.logFile ?? 'its output above'}.`,
  )
}

async function explainEnd(logFile: string | undefined): Promise<StartFailure> {
  const log = logFile === undefined ? '' : await readFile(logFile, 'utf8').catch(() => '')
  if (/EADDRINUSE/.test(log.slice(-5_000))) {
    return new StartFailure('Another program took the port while Tollgate was starting: stop it, or start with another PORT.')
  }
  return new StartFailure(
    `The portal ended while it was starting: ${logFile === undefined ? 'its output above says why' : `${logFile} says why`}.`,
  )
}
