import { join } from 'node:path'
import { dataFolderPath } from '#dev/embedded/data-folder'
import { readJsonFile } from '#dev/embedded/secret-files'
import { closePools } from '#lib/shared/database/pools'
import { ownerUrl } from './connect-owner.ts'

/** Runs a command's work through the portal's verbs, and turns what goes wrong into one sentence and exit code 1. */
export async function runAsPortal(work: () => Promise<void>): Promise<never> {
  try {
    await enterInstallation()
    await work()
    await closePools()
    process.exit(0)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  }
}

/** The installation of the environment, or the embedded one while it runs. */
async function enterInstallation(): Promise<void> {
  if (process.env.DATABASE_URL) return
  const url = await ownerUrl()
  if (url === null) throw new Error('Set DATABASE_URL to the database, or start the embedded one with npm start.')
  process.env.DATABASE_URL = url
  if (process.env.DATABASE_ADMIN_URL || process.env.TOLLGATE_MASTER_KEYS) return
  const secrets = await readJsonFile<{ masterKeys?: string }>(join(dataFolderPath(), 'secrets.json')).catch(() => null)
  if (secrets?.masterKeys) process.env.TOLLGATE_MASTER_KEYS = secrets.masterKeys
}
