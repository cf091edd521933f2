import { chmod, mkdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { getuid } from 'node:process'
import { lockFolder } from './folder-lock.ts'
import { StartFailure } from './start-failure.ts'

export interface DataFolder {
  path: string
  /** Gives it free for the next start. */
  close: () => Promise<void>
}

export const projectRoot = resolve(import.meta.dirname, '..', '..')

/** Where TOLLGATE_DATA_DIR points, `.tollgate` by default; relative paths count from the project. */
export const dataFolderPath = () => resolve(projectRoot, process.env.TOLLGATE_DATA_DIR || '.tollgate')

/** Step by step: where a parent takes no folders, as under /proc, Node's own recursive mkdir never comes back. */
async function makeFolders(path: string): Promise<void> {
  const parent = dirname(path)
  if (parent !== path && (await stat(parent).catch(() => null)) === null) await makeFolders(parent)
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    throw new StartFailure(`${path} cannot be created there: set TOLLGATE_DATA_DIR to a folder that can be written.`)
  })
}

/**
 * Opens the data folder for one launcher, creating it the first time. Others may pass through when root made it,
 * because the database runs as nobody; every file in it that holds a secret is closed by its own mode.
 */
export async function openDataFolder(path = dataFolderPath()): Promise<DataFolder> {
  if ((await stat(path).catch(() => null)) === null) {
    await makeFolders(path)
    await chmod(path, getuid?.() === 0 ? 0o711 : 0o700)
  }
  await mkdir(join(path, 'logs'), { recursive: true, mode: 0o700 })
  return { path, close: await lockFolder(path) }
}
