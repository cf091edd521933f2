import { constants } from 'node:fs'
import { access, readFile, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { dataFolderPath, projectRoot } from '#dev/embedded/data-folder'
import { startEphemeralPostgres } from '#dev/embedded/postgres'
import { processBirth } from '#dev/embedded/process-life'
import { hasSetpriv } from '#dev/embedded/run-as'
import { runCommand } from '#dev/embedded/run-command'
import { explainPort } from '../check-port.mjs'
import { missing, note, ok, type Check } from './finding.ts'

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`

/** What `npm start` needs of a machine. */
export const machineChecks: Check[] = [
  { name: 'Node', look: async () => ok(`${process.version}, which npm brought along`) },
  { name: 'Memory', look: checkMemory },
  { name: 'Disk of the project', look: () => checkDisk(projectRoot, 1e9) },
  { name: 'Data folder', look: checkDataFolder },
  { name: 'Disk of the data folder', look: async () => checkDisk(await nearestFolder(dataFolderPath()), 5e8) },
  { name: 'Port', look: checkPort },
  { name: 'Embedded database', look: checkPostgres },
  { name: 'Clean ends', look: checkSetpriv },
  { name: 'Browser and Redis for npm test', look: checkTestPrograms },
]

async function checkMemory() {
  const free = process.availableMemory()
  return free > 1.5e9
    ? ok(`${gigabytes(free)} available`)
    : note(`${gigabytes(free)} available`, 'the first start builds the portal and is comfortable with 2 GB')
}

async function checkDisk(folder: string, least: number) {
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  return free > least
    ? ok(`${gigabytes(free)} free`)
    : missing(`only ${gigabytes(free)} free in ${folder}`, `free ${gigabytes(least)} there`)
}

async function checkDataFolder() {
  const folder = dataFolderPath()
  const found = await stat(folder).catch(() => null)
  if (found && !found.isDirectory()) return missing(`${folder} is a file`, 'move it away or set TOLLGATE_DATA_DIR to another folder')
  try {
    await access(await nearestFolder(folder), constants.W_OK | constants.X_OK)
  } catch {
    return missing(`${folder} cannot be written`, 'make it yours (chown) or set TOLLGATE_DATA_DIR to a folder that you can write')
  }
  const holder = await runningLauncher()
  if (holder !== null) return ok(`${folder}, in use by process ${holder}`)
  return ok(found ? `${folder}, at rest` : `${folder}, which the first start will make`)
}

/** The folder itself, or the one it would be made in. */
async function nearestFolder(path: string): Promise<string> {
  return (await stat(path).catch(() => null)) || path === dirname(path) ? path : nearestFolder(dirname(path))
}

/** @returns the process id of the start that runs on the data folder, or null */
async function runningLauncher(): Promise<number | null> {
  const lock = await readFile(join(dataFolderPath(), 'launcher.lock'), 'utf8').catch(() => '')
  const [pid, birth] = lock.split(' ')
  return pid && birth && (await processBirth(Number(pid))) === birth ? Number(pid) : null
}

async function checkPort() {
  const port = process.env.PORT || '3000'
  const taken = await explainPort(port)
  if (taken === null) return ok(`${port} is free`)
  const health = await fetch(`http://127.0.0.1:${port}/api/health`, { signal: AbortSignal.timeout(5_000) }).catch(() => null)
  if (health === null || !health.headers.get('content-type')?.includes('json')) return missing(`${port} cannot be used`, taken)
  const state = (await health.json()) as { status?: string; down?: string[] }
  if (health.ok) return ok(`Tollgate answers on ${port} and is healthy`)
  return missing(
    `Tollgate answers on ${port} but is ${state.status}: ${state.down?.join(', ')} is down`,
    'look into the logs folder of its data folder',
  )
}

async function checkPostgres() {
  const begun = Date.now()
  const server = await startEphemeralPostgres()
  await server.stop()
  return ok(`PostgreSQL 17 starts and stops (${((Date.now() - begun) / 1000).toFixed(1)} s)`)
}

async function checkSetpriv() {
  if (process.platform !== 'linux')
    return note('this system cannot tie a database to its launcher', 'after a hard kill the next start ends what was left')
  if (await hasSetpriv()) return ok('a killed start takes its database along')
  return note('setpriv is not there, so a killed start leaves its database running until the next one', 'install the package util-linux')
}

async function checkTestPrograms() {
  const absent: string[] = []
  for (const program of ['chromium', 'redis-server']) {
    if ((await runCommand('sh', ['-c', 'command -v "$1"', 'sh', program])).code !== 0) absent.push(program)
  }
  return absent.length === 0
    ? ok('both there')
    : note(`${absent.join(' and ')} not there`, `only npm test needs them: apt-get install ${absent.join(' ')}`)
}
