import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { applyMigrations, type Migration } from '#scripts/migrations'

export interface LoginPasswords {
  tollgate_app: string
  tollgate_gateway: string
}

/**
 * Brings a database to this code's schema: Supabase's roles, the migrations, and passwords for the login roles, which
 * the migrations create without one.
 */
export async function prepareDatabase(
  adminUrl: string,
  passwords: LoginPasswords,
  onApply?: (migration: Migration) => void,
): Promise<Migration[]> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await client.query(await readFile(join(import.meta.dirname, 'bootstrap-roles.sql'), 'utf8'))
    const applied = await applyMigrations(client, { onApply })
    for (const [role, password] of Object.entries(passwords)) {
      await client.query(`alter role ${client.escapeIdentifier(role)} password ${client.escapeLiteral(password)}`)
    }
    return applied
  } finally {
    await client.end()
  }
}

/** The same server and database, entered as another role. */
export function urlAs(adminUrl: string, role: string, password: string, database?: string): string {
  const url = new URL(adminUrl)
  url.username = role
  url.password = password
  if (database !== undefined) url.pathname = `/${database}`
  return url.href
}
