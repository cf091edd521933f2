import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { buildPortal, isBuildStale } from '#dev/build'
import { openDataFolder, projectRoot } from '#dev/embedded/data-folder'
import { freePort } from '#dev/embedded/free-port'
import { startStack, type Stack } from '#dev/embedded/stack'
import { runChild, type RunningChild } from '#dev/run-child'
import { embeddedEnvironment, servePortal, waitUntilHealthy } from '#dev/serve'

export interface Tollgate {
  stack: Stack
  owner: pg.Client
  dataDir: string
  /** The postmaster's; all of Postgres are its children. */
  postgresPid: number
  /** Starts one more front of this installation, as production runs it. */
  startFront(options?: FrontOptions): Promise<Front>
  /** Starts the same gateway behind Next's route handler, as serverless hosts run it. */
  startNextRoute(): Promise<Front>
  close(): Promise<void>
}

export interface FrontOptions {
  /** For `NODE_OPTIONS`. */
  nodeOptions?: string
  environment?: Record<string, string>
}

export interface Front {
  pid: number
  port: number
  stop: () => Promise<void>
}

const dataDir = join(projectRoot, '.tollgate-bench')
const cancelled = new AbortController().signal

/** The embedded stack on an empty data folder of its own; its Postgres keeps everything on disk as it does anywhere. */
export async function startTollgate(): Promise<Tollgate> {
  const folder = await openDataFolder(dataDir)
  for (const name of ['postgres', 'secrets.json', 'ports.json']) await rm(join(dataDir, name), { recursive: true, force: true })
  const stack = await startStack({ dataDir, publicUrl: 'http://localhost', step: (_, run) => run(() => undefined) })
  Object.assign(process.env, stack.environment, { DATABASE_ADMIN_URL: stack.adminUrl })
  const owner = new pg.Client({ connectionString: stack.adminUrl })
  await owner.connect()
  const pidFile = await readFile(join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8')
  const fronts: Front[] = []
  const keep = (front: Front) => {
    fronts.push(front)
    return front
  }
  return {
    stack,
    owner,
    dataDir,
    postgresPid: Number(pidFile.split('\n', 1)[0]),
    startFront: async (options) => keep(await startFront(stack, fronts.length, options)),
    startNextRoute: async () => keep(await startNextRoute(stack)),
    close: async () => {
      await Promise.all(fronts.map((front) => front.stop()))
      await owner.end()
      await stack.stop()
      await rm(join(dataDir, 'postgres'), { recursive: true, force: true })
      await folder.close()
    },
  }
}

async function startFront(stack: Stack, n: number, options: FrontOptions = {}): Promise<Front> {
  const port = await freePort()
  const environment = { ...embeddedEnvironment(stack.environment, port, false), ...options.environment }
  if (options.nodeOptions !== undefined) environment.NODE_OPTIONS = options.nodeOptions
  // The front runs the sources as they are; a build is only what it serves beside the gateway, so an older one does.
  if (!existsSync(join(projectRoot, '.next', 'BUILD_ID'))) await buildPortal(() => undefined, cancelled)
  return toFront(await servePortal(environment, port, { logFile: join(dataDir, 'logs', `front-${n}.log`), cancelled }), port)
}

async function startNextRoute(stack: Stack): Promise<Front> {
  const port = await freePort()
  if (await isBuildStale()) await buildPortal(() => undefined, cancelled)
  const next = join(projectRoot, 'node_modules', 'next', 'dist', 'bin', 'next')
  const child = runChild(
    [next, 'start', '--hostname', '127.0.0.1', '--port', String(port)],
    embeddedEnvironment(stack.environment, port, false),
    'ignore',
  )
  await waitUntilHealthy(child, port, { cancelled, patience: 60_000 })
  return toFront(child, port)
}

/** Long enough for its last settlements, and for a profile to be written. */
const stopMs = 30_000

function toFront(child: RunningChild, port: number): Front {
  return { pid: child.pid ?? 0, port, stop: () => child.stop(stopMs) }
}
