import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { urlAs } from '#dev/embedded/prepare-database'
import { applyMigrations, listMigrations, pendingMigrations } from '#scripts/migrations'

const { adminUrl } = inject('postgres')
const name = `migrations_${process.pid}`
const url = urlAs(adminUrl, 'postgres', new URL(adminUrl).password, name)

async function connect(to: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: to })
  await client.connect()
  return client
}

describe('applyMigrations', () => {
  let admin: pg.Client
  let client: pg.Client
  let folder: string

  beforeAll(async () => {
    admin = await connect(adminUrl)
  })
  afterAll(() => admin.end())

  beforeEach(async () => {
    await admin.query(`create database ${name}`)
    client = await connect(url)
    folder = await mkdtemp(join(tmpdir(), 'migrations-'))
    await writeFile(join(folder, '20260101000000_first.sql'), 'create table a (id int); -- why\ninsert into a values (1);')
    return async () => {
      await client.end()
      await admin.query(`drop database ${name}`)
      await rm(folder, { recursive: true })
    }
  })

  it('applies what is missing once and records it as the Supabase CLI does', async () => {
    expect(await applyMigrations(client, { folder })).toHaveLength(1)
    expect(await applyMigrations(client, { folder })).toHaveLength(0)
    const { rows } = await client.query('select * from supabase_migrations.schema_migrations')
    expect(rows).toEqual([
      { version: '20260101000000', name: 'first', statements: ['create table a (id int)', '-- why\ninsert into a values (1)'] },
    ])
    expect((await client.query('select * from a')).rowCount).toBe(1)
  })

  it('leaves nothing of a file that fails, and keeps the ones before it', async () => {
    await writeFile(join(folder, '20260102000000_second.sql'), 'create table b (id int); insert into nowhere values (1);')
    await expect(applyMigrations(client, { folder })).rejects.toThrow(/20260102000000_second\.sql, statement 2 .*nowhere/)
    const { rows } = await client.query(`select to_regclass('a') as a, to_regclass('b') as b`)
    expect(rows).toEqual([{ a: 'a', b: null }])
    expect(await pendingMigrations(client, folder)).toHaveLength(1)
  })

  it('applies each file once when several starts race', async () => {
    const others = await Promise.all([connect(url), connect(url), connect(url)])
    const applied = await Promise.all([client, ...others].map((each) => applyMigrations(each, { folder })))
    expect(applied.flat()).toHaveLength(1)
    await Promise.all(others.map((each) => each.end()))
  })

  it('refuses a database that is newer than the code', async () => {
    await applyMigrations(client, { folder })
    await rm(join(folder, '20260101000000_first.sql'))
    await expect(applyMigrations(client, { folder })).rejects.toThrow('20260101000000')
  })

  it('refuses a file that was slipped in before an applied one', async () => {
    await applyMigrations(client, { folder })
    await writeFile(join(folder, '20251231000000_late.sql'), 'select 1;')
    await expect(applyMigrations(client, { folder })).rejects.toThrow('20251231000000_late.sql')
  })

  it('brings the test template up to the last migration of this code', async () => {
    const template = await connect(urlAs(adminUrl, 'postgres', new URL(adminUrl).password, inject('postgres').template))
    expect(await pendingMigrations(template)).toEqual([])
    expect((await template.query('select 1 from supabase_migrations.schema_migrations')).rowCount).toBe((await listMigrations()).length)
    await template.end()
  })
})
