import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { urlAs } from '#dev/embedded/prepare-database'
import { closePools } from '#lib/shared/database/pools'

export interface TestDatabase {
  /** Owner of everything; for arranging and for looking at the books. */
  adminUrl: string
  /** Login `tollgate_app`: portal plane. */
  appUrl: string
  /** Login `tollgate_gateway`: data plane. */
  gatewayUrl: string
  /** Closes this worker's pools and removes the database. */
  drop(): Promise<void>
}

/**
 * A migrated database of this test file's own. Sets DATABASE_URL, GATEWAY_DATABASE_URL and DATABASE_ADMIN_URL for this
 * worker, so call it before anything reads the environment (in `beforeAll`, with `drop` in `afterAll`).
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { adminUrl, template, passwords } = inject('postgres')
  const name = `test_${randomBytes(6).toString('hex')}`
  await asAdmin(adminUrl, `create database ${name} template ${template}`)
  const database = {
    adminUrl: urlAs(adminUrl, 'postgres', new URL(adminUrl).password, name),
    appUrl: urlAs(adminUrl, 'tollgate_app', passwords.tollgate_app, name),
    gatewayUrl: urlAs(adminUrl, 'tollgate_gateway', passwords.tollgate_gateway, name),
  }
  process.env.DATABASE_ADMIN_URL = database.adminUrl
  process.env.DATABASE_URL = database.appUrl
  process.env.GATEWAY_DATABASE_URL = database.gatewayUrl
  return {
    ...database,
    drop: async () => {
      await closePools()
      await asAdmin(adminUrl, `drop database if exists ${name} with (force)`)
    },
  }
}

async function asAdmin(adminUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
