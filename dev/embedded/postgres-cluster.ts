import { chmod, chown, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { getuid } from 'node:process'
import { canWrite, hasSetpriv, runAs, type Capability, type RunAs } from './run-as.ts'
import { runCommand } from './run-command.ts'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { initArguments } from './postgres-options.ts'
import { diskFull, StartFailure } from './start-failure.ts'

const VERSION = '17'

/**
 * Picks who runs the database so that it can reach `folder`, creating the folder when it is new. Under a 0700 home
 * the unprivileged user gets the right to pass closed doors, read-only where the system grants that one.
 */
export async function chooseIdentity(folder: string): Promise<RunAs> {
  const withSetpriv = await hasSetpriv()
  const isRoot = getuid?.() === 0
  const capabilities: (Capability | null)[] = isRoot && withSetpriv ? [null, 'dac_read_search', 'dac_override'] : [null]
  for (const capability of capabilities) {
    const identity = runAs(capability, withSetpriv)
    await giveFolder(folder, identity)
    if (await canWrite(identity, folder)) return identity
  }
  throw new StartFailure(
    isRoot
      ? `The database runs as an unprivileged user, who cannot reach ${folder}: set TOLLGATE_DATA_DIR to a folder that others may enter, such as /var/lib/tollgate.`
      : `No permission to write in ${folder}: make it yours (chown) or set TOLLGATE_DATA_DIR to a folder that you can write.`,
  )
}

async function giveFolder(folder: string, identity: RunAs): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (identity.uid === null) return
  const owner = (await stat(folder)).uid
  if (owner !== identity.uid && owner !== 0) {
    throw new StartFailure(
      `${folder} belongs to another user (id ${owner}): start Tollgate as that user, or set TOLLGATE_DATA_DIR to another folder.`,
    )
  }
  await chown(folder, identity.uid, identity.uid)
  await chmod(folder, 0o700)
}

/** Creates the cluster in `folder/data` unless it is there; a start that broke off half-way leaves nothing that counts. */
export async function ensureCluster(
  folder: string,
  binaries: PostgresBinaries,
  identity: RunAs,
  options: { password: string; ephemeral: boolean },
): Promise<string> {
  const cluster = `${folder}/data`
  const version = await readFile(`${cluster}/PG_VERSION`, 'utf8').catch(() => null)
  if (version?.trim() === VERSION) return cluster
  if (version !== null) {
    throw new StartFailure(
      `The database in ${cluster} was made by PostgreSQL ${version.trim()}, this is ${VERSION}: move the folder away to begin with an empty one.`,
    )
  }
  if ((await readdir(cluster).catch(() => [])).length > 0) throw damaged(cluster, 'PG_VERSION is missing')

  const draft = `${folder}/draft`
  const passwordFile = `${folder}/password`
  await rm(draft, { recursive: true, force: true })
  await writeFile(passwordFile, options.password, { mode: 0o600 })
  if (identity.uid !== null) await chown(passwordFile, identity.uid, identity.uid)
  try {
    const { file, args, options: spawnOptions } = identity.wrap(binaries.initdb, initArguments(draft, passwordFile, options.ephemeral))
    const result = await runCommand(file, args, { ...spawnOptions, cwd: '/', env: databaseEnvironment() })
    if (result.code !== 0) throw explainLog(result.stderr, folder)
  } finally {
    await rm(passwordFile, { force: true })
  }
  await rename(draft, cluster)
  return cluster
}

/** Nothing of ours leaks into the database's programs, and their messages stay English for `explainLog`. */
export function databaseEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', NODE_ENV: process.env.NODE_ENV ?? 'production' }
}

export function damaged(cluster: string, reason: string): StartFailure {
  return new StartFailure(
    `The database in ${cluster} is damaged (${reason}): restore the data folder from a backup, or move it away to begin with an empty one.`,
  )
}

/** Turns what the database said before it gave up into one sentence. */
export function explainLog(log: string, cluster: string): StartFailure {
  if (/No space left on device|Disk quota exceeded/i.test(log)) return diskFull(cluster)
  if (/could not map anonymous shared memory|Cannot allocate memory|out of memory/i.test(log)) {
    return new StartFailure('There is not enough memory to start the database: free about 300 MB and start again.')
  }
  if (/Read-only file system/i.test(log)) {
    return new StartFailure(`${cluster} is on a read-only file system: set TOLLGATE_DATA_DIR to a folder that can be written.`)
  }
  const lines = log.split('\n').filter((line) => line.trim() !== '')
  const telling = lines.filter((line) => /FATAL|PANIC|error:/.test(line)).at(-1) ?? lines.at(-1)
  const reason = telling?.replace(/^.*?(FATAL|PANIC|error|postgres):\s*/, '').trim() ?? 'it ended without a message'
  if (/Permission denied|wrong ownership|invalid permissions/i.test(log)) {
    return new StartFailure(
      `The database cannot use its files in ${cluster} (${reason}): start as the user who owns them or give them to you with chown.`,
    )
  }
  return damaged(cluster, reason)
}
