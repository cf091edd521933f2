import { createHash } from 'node:crypto'
import { mkdir, open, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { projectRoot } from './embedded/data-folder.ts'
import { lockFolder } from './embedded/folder-lock.ts'
import { StartFailure } from './embedded/start-failure.ts'
import { runChild } from './run-child.ts'

const buildFolder = join(projectRoot, '.next')
const stamp = join(buildFolder, 'tollgate-build')
/** Next empties its own folder at every build, so lock and log lie elsewhere. */
const cacheFolder = join(projectRoot, 'node_modules', '.cache', 'tollgate-build')

/** What the pages are made of; a file that somebody saves beside them must not cost the next start a build. */
const sourceFolders = ['app', 'lib', 'messages', 'i18n', 'public']
const sourceFiles = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'next.config.ts',
  'middleware.ts',
  'instrumentation.ts',
  'postcss.config.mjs',
]

/** @returns whether the portal's build is missing or older than its sources, packages or Next version */
export async function isBuildStale(): Promise<boolean> {
  return !(await isBuiltFrom(await hashSources()))
}

/** The build's own id is part of the stamp: a build by other means, or a broken one, is not the one it was made for. */
async function isBuiltFrom(sources: string): Promise<boolean> {
  const id = await buildId()
  return id !== null && (await readFile(stamp, 'utf8').catch(() => '')) === `${sources} ${id}`
}

const buildId = () => readFile(join(buildFolder, 'BUILD_ID'), 'utf8').catch(() => null)

/**
 * Builds the portal. Starts of the same checkout take turns, and find the work done when theirs comes.
 * @throws StartFailure that names the log
 */
export async function buildPortal(tell: (detail: string) => void, cancelled: AbortSignal): Promise<void> {
  await mkdir(cacheFolder, { recursive: true })
  const logFile = join(cacheFolder, 'build.log')
  const release = await takeTurn(tell, cancelled)
  try {
    const sources = await hashSources()
    if (await isBuiltFrom(sources)) return
    await rm(stamp, { force: true })
    tell('compiling, about a minute')
    const log = await open(logFile, 'w', 0o600)
    const next = join(projectRoot, 'node_modules', 'next', 'dist', 'bin', 'next')
    const child = runChild([next, 'build'], { ...process.env, NODE_ENV: 'production' }, ['ignore', log.fd, log.fd])
    cancelled.addEventListener('abort', () => child.kill())
    const code = await child.ended
    await log.close()
    cancelled.throwIfAborted()
    const id = await buildId()
    if (code !== 0 || id === null) throw await explainBuild(logFile)
    await writeFile(stamp, `${sources} ${id}`)
    tell('')
  } finally {
    await release()
  }
}

async function takeTurn(tell: (detail: string) => void, cancelled: AbortSignal): Promise<() => Promise<void>> {
  for (;;) {
    cancelled.throwIfAborted()
    const release = await lockFolder(cacheFolder).catch((error: unknown) => {
      if (error instanceof StartFailure) return null
      throw error
    })
    if (release) return release
    tell('waiting for another start that builds it')
    await sleep(500)
  }
}

async function explainBuild(logFile: string): Promise<StartFailure> {
  const log = await readFile(logFile, 'utf8')
  if (/ENOSPC|No space left/i.test(log))
    return new StartFailure(`The disk that holds ${projectRoot} is full: free 1 GB there and start again.`)
  if (/heap out of memory|Cannot allocate memory/i.test(log) || log.trim() === '') {
    return new StartFailure('There was not enough memory to build the portal: free about 2 GB and start again.')
  }
  const lines = log.split('\n').filter((line) => /error/i.test(line) && !/Build error occurred/.test(line))
  const reason = lines.find((line) => !/build failed with/.test(line)) ?? lines[0]
  return new StartFailure(`The portal could not be built (${reason?.trim() ?? 'no reason given'}): all of it is in ${logFile}.`)
}

async function hashSources(): Promise<string> {
  const hash = createHash('sha256').update(process.version)
  const next = JSON.parse(await readFile(join(projectRoot, 'node_modules', 'next', 'package.json'), 'utf8')) as { version: string }
  hash.update(next.version)
  const listed = await Promise.all(sourceFolders.map((name) => listFiles(join(projectRoot, name))))
  const files = [...sourceFiles.map((name) => join(projectRoot, name)), ...listed.flat()]
  for (const file of files.sort()) {
    hash.update(`\0${relative(projectRoot, file)}\0`).update(await readFile(file))
  }
  return hash.digest('hex')
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}
