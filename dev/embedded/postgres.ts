import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { getuid } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from './free-port.ts'
import { openLog } from './open-log.ts'
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts'
import { chooseIdentity, databaseEnvironment, damaged, ensureCluster, explainLog } from './postgres-cluster.ts'
import { serverArguments } from './postgres-options.ts'
import { stopOrphanedPostgres } from './postgres-orphan.ts'
import { processBirth } from './process-life.ts'
import type { RunAs } from './run-as.ts'
import { requireSpace, StartFailure } from './start-failure.ts'

export interface EmbeddedPostgres {
  port: number
  /** Superuser, database `postgres`. */
  adminUrl: string
  logFile: string
  /** Resolves when the server ends, wanted or not, with the end of its log. */
  ended: Promise<string>
  /** Ends it the fast way: open transactions are rolled back, everything committed is on disk. */
  stop: () => Promise<void>
}

interface Start {
  logFile: string
  binaries: PostgresBinaries
  identity: RunAs
  password: string
  ephemeral: boolean
}

/**
 * Starts the PostgreSQL of a data folder, creating it the first time. The caller holds the folder's lock.
 * @param password of the superuser; must be the same at every start
 * @throws StartFailure with a sentence for a person
 */
export async function startPostgres(dataDir: string, password: string): Promise<EmbeddedPostgres> {
  const logs = join(resolve(dataDir), 'logs')
  await mkdir(logs, { recursive: true, mode: 0o700 })
  return startIn(join(resolve(dataDir), 'postgres'), join(logs, 'postgres.log'), password, false)
}

/** A throw-away server for tests: quick, unsafe, gone after `stop`. */
export async function startEphemeralPostgres(): Promise<EmbeddedPostgres> {
  await removeAbandoned()
  const folder = await mkdtemp(join(tmpdir(), `tollgate-test-${process.pid}-`))
  if (getuid?.() === 0) await chmod(folder, 0o711)
  const server = await startIn(join(folder, 'postgres'), join(folder, 'postgres.log'), randomBytes(18).toString('base64url'), true)
  return {
    ...server,
    stop: async () => {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What test runs left behind that were killed before they could tidy up. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = /^tollgate-test-(\d+)-/.exec(name)?.[1]
    if (pid === undefined || (await processBirth(Number(pid))) !== null) continue
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined)
  }
}

const sharedFolders = ['/var/tmp', tmpdir()]

async function startIn(folder: string, logFile: string, password: string, ephemeral: boolean): Promise<EmbeddedPostgres> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const isNew = (await stat(join(folder, 'data')).catch(() => null)) === null
  await requireSpace(folder, isNew ? 200 : 20)
  const identity = await chooseIdentity(folder)
  // Where closed doors stand in the way of the data, a copy next to it would be behind them too.
  const binaries = await findPostgresBinaries(identity, identity.capability ? sharedFolders : [dirname(folder), ...sharedFolders])
  const start = { logFile, binaries, identity, password, ephemeral }
  const cluster = await ensureCluster(folder, binaries, identity, start)
  await stopOrphanedPostgres(cluster)
  // Somebody may take the port between the look and the start, so a taken one is tried anew.
  for (let attempt = 1; ; attempt++) {
    const server = await launch(start, cluster, await freePort())
    const outcome = await Promise.race([waitUntilReady(server, cluster), server.ended]).catch(async (error: unknown) => {
      await server.stop()
      throw error
    })
    if (outcome === 'ready') return server
    if (attempt < 3 && /Address already in use/i.test(outcome)) continue
    throw explainLog(outcome, cluster)
  }
}

async function launch(start: Start, cluster: string, port: number): Promise<EmbeddedPostgres> {
  const { logFile } = start
  const log = await openLog(logFile)
  const logStart = (await log.stat()).size
  const { file, args, options } = start.identity.wrap(start.binaries.postgres, serverArguments(cluster, port, start.ephemeral))
  // A session of its own: Ctrl-C in a terminal reaches the whole group, and the database must go last.
  const child = spawn(file, args, {
    ...options,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    env: databaseEnvironment(),
  })
  const ended = whenEnded(child)
    .then(() => readFile(logFile))
    .then(
      (written) => written.subarray(logStart).toString(),
      () => '',
    )
  await log.close()
  return {
    port,
    adminUrl: `postgres://postgres:${start.password}@127.0.0.1:${port}/postgres`,
    logFile,
    ended,
    stop: () => stopServer(child, ended),
  }
}

function whenEnded(child: ChildProcess): Promise<void> {
  return new Promise((settle) => {
    child.once('error', () => settle())
    child.once('exit', () => settle())
  })
}

async function stopServer(child: ChildProcess, ended: Promise<string>): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    const timer = new AbortController()
    await Promise.race([ended, sleep(15_000, undefined, { signal: timer.signal }).catch(() => undefined)])
    timer.abort()
  }
}

/** Recovery after a crash can take a while, in which the server answers but takes nobody. */
async function waitUntilReady(server: EmbeddedPostgres, cluster: string): Promise<'ready'> {
  for (const until = Date.now() + 120_000; Date.now() < until; await sleep(30)) {
    const client = new pg.Client({ connectionString: server.adminUrl, connectionTimeoutMillis: 5_000 })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.query('select 1')
      return 'ready'
    } catch (error) {
      const code = (error as { code?: string }).code ?? ''
      if (code === '28P01') {
        throw new StartFailure(
          `The password in secrets.json does not open the database in ${cluster}: put the right secrets.json back, or move the data folder away.`,
        )
      }
      // Not listening yet, or starting up: anything else will not get better.
      if (!['ECONNREFUSED', 'ECONNRESET', '57P03', ''].includes(code)) throw damaged(cluster, (error as Error).message)
    } finally {
      await client.end().catch(() => undefined)
    }
  }
  throw damaged(cluster, 'it did not become ready within two minutes')
}
