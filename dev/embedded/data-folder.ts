import { chmod, mkdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { getuid } from 'node:process'
import { lockFolder } from './folder-lock.ts'

export interface DataFolder {
  path: string
  /** Gives it free for the next start. */
  close: () => Promise<void>
}

export const projectRoot = resolve(import.meta.dirname, '..', '..')

/** Where TOLLGATE_DATA_DIR points, `.tollgate` by default; relative paths count from the project. */
export const dataFolderPath = () => resolve(projectRoot, process.env.TOLLGATE_DATA_DIR || '.tollgate')

/**
 * Opens the data folder for one launcher, creating it the first time. Others may pass through when root made it,
 * because the database runs as nobody; every file in it that holds a secret is closed by its own mode.
 */
export async function openDataFolder(path = dataFolderPath()): Promise<DataFolder> {
  if ((await stat(path).catch(() => null)) === null) {
    await mkdir(path, { recursive: true })
    await chmod(path, getuid?.() === 0 ? 0o711 : 0o700)
  }
  await mkdir(join(path, 'logs'), { recursive: true, mode: 0o700 })
  return { path, close: await lockFolder(path) }
}
