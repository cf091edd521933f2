import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { splitStatements } from './split-statements.ts'

export const migrationsFolder = join(import.meta.dirname, '..', 'supabase', 'migrations')

export interface Migration {
  version: string
  name: string
  path: string
}

/** Two starts on one database must not race; the number is only ours to know. */
const LOCK = 7_046_029_254_386_353n

/**
 * Applies what is missing, oldest first, each file in one transaction, recorded in the Supabase CLI's own table, so
 * that `supabase migration list` and `db push` agree with it.
 * @returns the migrations that it applied
 * @throws Error that names the file and the statement
 */
export async function applyMigrations(
  client: pg.ClientBase,
  options: { folder?: string; onApply?: (migration: Migration) => void } = {},
): Promise<Migration[]> {
  await client.query('select pg_advisory_lock($1)', [LOCK])
  try {
    await prepareHistory(client)
    const pending = await pendingMigrations(client, options.folder)
    for (const migration of pending) {
      options.onApply?.(migration)
      await applyOne(client, migration)
    }
    return pending
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK])
  }
}

/** @returns the migrations that the database lacks; refuses, as the CLI does, a history that does not fit the folder */
export async function pendingMigrations(client: pg.ClientBase, folder = migrationsFolder): Promise<Migration[]> {
  const local = await listMigrations(folder)
  const applied = await appliedVersions(client)
  const known = new Set(local.map(({ version }) => version))
  const foreign = applied.filter((version) => !known.has(version))
  if (foreign.length > 0) {
    throw new Error(
      `The database has migrations that this code does not know (${foreign.join(', ')}): use the code that made it, or a newer one.`,
    )
  }
  const pending = local.filter(({ version }) => !applied.includes(version))
  const newest = applied.at(-1)
  const late = pending.find(({ version }) => newest !== undefined && version < newest)
  if (late) {
    throw new Error(`${late.version}_${late.name}.sql is older than what the database already has (${newest}): give it a newer number.`)
  }
  return pending
}

export async function listMigrations(folder = migrationsFolder): Promise<Migration[]> {
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return files
    .sort()
    .map((file) => /^(\d{14})_(.+)\.sql$/.exec(file))
    .filter((match) => match !== null)
    .map(([file, version = '', name = '']) => ({ version, name, path: join(folder, file) }))
}

async function appliedVersions(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ known: boolean }>(
    `select to_regclass('supabase_migrations.schema_migrations') is not null as known`,
  )
  if (!rows[0]?.known) return []
  const history = await client.query<{ version: string }>('select version from supabase_migrations.schema_migrations order by version')
  return history.rows.map(({ version }) => version)
}

async function prepareHistory(client: pg.ClientBase): Promise<void> {
  await client.query(`
    create schema if not exists supabase_migrations;
    create table if not exists supabase_migrations.schema_migrations (version text not null primary key);
    alter table supabase_migrations.schema_migrations add column if not exists statements text[];
    alter table supabase_migrations.schema_migrations add column if not exists name text;
  `)
}

async function applyOne(client: pg.ClientBase, { version, name, path }: Migration): Promise<void> {
  const statements = splitStatements(await readFile(path, 'utf8'))
  await client.query('begin')
  try {
    for (const [index, statement] of statements.entries()) {
      await client.query(statement).catch((cause: Error) => {
        const head = statement.replace(/\s+/g, ' ').slice(0, 100)
        throw new Error(`${version}_${name}.sql, statement ${index + 1} (${head}): ${cause.message}`, { cause })
      })
    }
    // A migration may have changed these for itself; the history must be written all the same.
    await client.query('reset role; reset search_path')
    await client.query('insert into supabase_migrations.schema_migrations (version, name, statements) values ($1, $2, $3)', [
      version,
      name,
      statements,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
