import { join } from 'node:path'
import pg from 'pg'
import { dataFolderPath } from '#dev/embedded/data-folder'
import { readJsonFile } from '#dev/embedded/secret-files'

/** Where the owner of the database enters: DATABASE_ADMIN_URL, or the embedded database while it runs. */
export async function ownerUrl(): Promise<string | null> {
  return process.env.DATABASE_ADMIN_URL || embeddedOwnerUrl(dataFolderPath())
}

/** The owner's way into the embedded database of a data folder; null when none has run there. */
export async function embeddedOwnerUrl(dataDir: string): Promise<string | null> {
  const ports = await readJsonFile<{ postgres?: number }>(join(dataDir, 'ports.json')).catch(() => null)
  const secrets = await readJsonFile<{ postgresPassword?: string }>(join(dataDir, 'secrets.json')).catch(() => null)
  if (!ports?.postgres || !secrets?.postgresPassword) return null
  return `postgres://postgres:${secrets.postgresPassword}@127.0.0.1:${ports.postgres}/postgres`
}

/** Runs a command's work as the owner, and turns what goes wrong into one sentence and exit code 1. */
export async function runAsOwner(work: (client: pg.Client) => Promise<void>): Promise<never> {
  try {
    const connectionString = await ownerUrl()
    if (connectionString === null)
      throw new Error('Set DATABASE_ADMIN_URL to the database (as its owner), or start the embedded one with npm start.')
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 })
    await client.connect().catch((cause: NodeJS.ErrnoException) => {
      throw new Error(
        `The database does not answer (${cause.message || cause.code}): check DATABASE_ADMIN_URL, or start the embedded one with npm start.`,
        { cause },
      )
    })
    client.on('error', () => undefined)
    await work(client)
    await client.end()
    process.exit(0)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  }
}
