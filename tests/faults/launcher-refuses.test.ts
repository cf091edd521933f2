import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { startPostgres } from '#dev/embedded/postgres'
import { readSecrets } from '#dev/embedded/secrets'
import { runNpmStart, survivors } from '#tests/support/launcher'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tollgate-refused-'))
  return () => rm(dataDir, { recursive: true, force: true })
})

/** One sentence for a person, exit code 1, no stack trace, nothing left. */
async function refusal(environment: Record<string, string> = {}): Promise<string> {
  const launched = await runNpmStart(dataDir, environment)
  const everyone = await launched.processes()
  expect(await launched.ended).toBe(1)
  expect(await survivors(everyone, 5_000)).toEqual([])
  const said = launched.output()
  expect(said).not.toMatch(/^\s+at /m)
  return said
}

describe('npm start says in one sentence why it cannot start', () => {
  it('a port in use', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const address = other.address()
    const port = typeof address === 'object' && address ? address.port : 0
    expect(await refusal({ PORT: String(port) })).toMatch(`Port ${port} is in use by another program: stop it, or start with PORT=`)
    other.close()
  })

  it('a port that is none', async () => {
    expect(await refusal({ PORT: 'http' })).toContain('PORT must be a number from 1 to 65535')
  })

  it('a host that others reach', async () => {
    expect(await refusal({ HOST: '0.0.0.0' })).toContain('HOST=0.0.0.0 would open the embedded stand-ins to others')
  })

  it('an address that others reach, or none', async () => {
    expect(await refusal({ TOLLGATE_PUBLIC_URL: 'https://gateway.example.com' })).toContain('would show the embedded stand-ins to others')
    expect(await refusal({ TOLLGATE_PUBLIC_URL: 'gateway' })).toContain('is not an address')
  })

  it('a data folder that is a file', async () => {
    const file = join(dataDir, 'file')
    await writeFile(file, '')
    expect(await refusal({ TOLLGATE_DATA_DIR: join(file, 'data') })).toMatch(/set TOLLGATE_DATA_DIR to another folder/)
  })

  it('a data folder where none can be', async () => {
    expect(await refusal({ TOLLGATE_DATA_DIR: '/proc/tollgate/data' })).toMatch(
      '/proc/tollgate cannot be created there: set TOLLGATE_DATA_DIR',
    )
  })

  it('a data folder without its secrets', async () => {
    await mkdir(join(dataDir, 'postgres', 'data'), { recursive: true })
    expect(await refusal()).toMatch(/secrets\.json is missing.*restore the file from a backup/)
  })

  it('a damaged secrets file', async () => {
    await writeFile(join(dataDir, 'secrets.json'), '{"postgresPassword":')
    expect(await refusal()).toMatch(/secrets\.json is damaged.*restore the file from a backup/)
  })

  it('a damaged database', async () => {
    const secrets = await readSecrets(dataDir)
    await (await startPostgres(dataDir, secrets.postgresPassword)).stop()
    await rm(join(dataDir, 'postgres', 'data', 'global', 'pg_control'))
    expect(await refusal()).toMatch(/The database in .* is damaged .*restore the data folder from a backup, or move it away/)
  })

  it('a data folder that another start is using', async () => {
    const first = await runNpmStart(dataDir)
    await first.ready()
    expect(await refusal()).toMatch(/Tollgate already runs with .*stop it first, or set TOLLGATE_DATA_DIR and PORT/)
    expect((await fetch(`${first.baseUrl}/api/health`)).status).toBe(200)
    first.interrupt('SIGTERM')
    await first.ended
  }, 240_000)
})
