import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getuid } from 'node:process'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startPostgres } from '#dev/embedded/postgres'
import { hasEnded } from '#dev/embedded/process-life'
import { StartFailure } from '#dev/embedded/start-failure'

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(text)
  await client.end()
  return rows
}

describe('startPostgres', () => {
  let home: string
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'tollgate home '))
  })
  afterAll(() => rm(home, { recursive: true, force: true }))

  it('keeps what was committed over a stop, in a private folder with a space in its name', async () => {
    const folder = join(home, 'kept')
    const first = await startPostgres(folder, 'secret')
    await query(first.adminUrl, 'create table kept as select 1 as one')
    await first.stop()
    const second = await startPostgres(folder, 'secret')
    expect(await query(second.adminUrl, 'select * from kept')).toEqual([{ one: 1 }])
    await second.stop()
    expect((await stat(join(folder, 'postgres', 'data'))).mode & 0o077).toBe(0)
  })

  it('syncs to disk, speaks UTC, listens on loopback only and asks for a password', async () => {
    const server = await startPostgres(join(home, 'settings'), 'secret')
    const settings = `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
      current_setting('timezone') as zone, current_setting('listen_addresses') as addresses, upper('ä') as upper`
    expect(await query(server.adminUrl, settings)).toEqual([{ fsync: 'on', commit: 'on', zone: 'UTC', addresses: '127.0.0.1', upper: 'Ä' }])
    await expect(query(server.adminUrl.replace('secret', 'guess'), 'select 1')).rejects.toThrow(/password authentication failed/)
    await server.stop()
  })

  it('ends a server that outlived its launcher before it starts its own', async () => {
    const folder = join(home, 'orphan')
    const orphan = await startPostgres(folder, 'secret')
    const pid = Number((await readFile(join(folder, 'postgres', 'data', 'postmaster.pid'), 'utf8')).split('\n')[0])
    const next = await startPostgres(folder, 'secret')
    expect(await hasEnded(pid, 0)).toBe(true)
    expect(await query(next.adminUrl, 'select 1 as one')).toEqual([{ one: 1 }])
    await orphan.ended
    await next.stop()
  })

  it('forgets the process id of a server that is gone when another program now has it', async () => {
    const folder = join(home, 'reused')
    await (await startPostgres(folder, 'secret')).stop()
    await writeFile(join(folder, 'postgres', 'data', 'postmaster.pid'), `${process.ppid}\n`)
    await (await startPostgres(folder, 'secret')).stop()
    expect(await hasEnded(process.ppid, 0)).toBe(false)
  })

  it('says in one sentence that a folder is damaged', async () => {
    const folder = join(home, 'damaged')
    await (await startPostgres(folder, 'secret')).stop()
    await rm(join(folder, 'postgres', 'data', 'global', 'pg_control'))
    await expect(startPostgres(folder, 'secret')).rejects.toThrow(/is damaged .*move it away/)
  })

  it('says in one sentence that the password is not the right one', async () => {
    const folder = join(home, 'password')
    await (await startPostgres(folder, 'secret')).stop()
    await expect(startPostgres(folder, 'other')).rejects.toThrow(/secrets\.json/)
  })

  it('begins again where a first start broke off', async () => {
    const folder = join(home, 'half')
    await mkdir(join(folder, 'postgres', 'draft', 'base'), { recursive: true })
    await (await startPostgres(folder, 'secret')).stop()
  })

  it.runIf(getuid?.() === 0)(
    'never takes over the files of another user',
    { meta: { skipReason: 'only root could take them' } },
    async () => {
      const folder = join(home, 'foreign')
      await mkdir(join(folder, 'postgres'), { recursive: true })
      const { chown } = await import('node:fs/promises')
      await chown(join(folder, 'postgres'), 4711, 4711)
      const failure = await startPostgres(folder, 'secret').catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(StartFailure)
      expect((await stat(join(folder, 'postgres'))).uid).toBe(4711)
    },
  )
})
