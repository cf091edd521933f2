import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAuth, type EmbeddedAuth } from '#dev/embedded/auth'
import { generateSigningKey } from '#dev/embedded/auth-tokens'
import { deploymentChecks } from '#scripts/doctor/deployment'
import { runCheck, type Finding } from '#scripts/doctor/finding'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
let auth: EmbeddedAuth
const whole: Record<string, string> = {}

beforeAll(async () => {
  database = await createTestDatabase()
  const keys = { jwtSecret: 'local-secret-'.repeat(4), signingKey: generateSigningKey(), publishableKey: 'sb_publishable_test' }
  auth = await startAuth({ adminUrl: database.adminUrl, siteUrl: 'http://localhost:1', sendMail: async () => undefined, ...keys })
  Object.assign(whole, {
    DATABASE_URL: database.appUrl,
    GATEWAY_DATABASE_URL: database.gatewayUrl,
    DATABASE_ADMIN_URL: database.adminUrl,
    SUPABASE_URL: auth.url,
    SUPABASE_PUBLISHABLE_KEY: keys.publishableKey,
    TOLLGATE_MASTER_KEYS: `1:${randomBytes(32).toString('base64')}`,
    TOLLGATE_PUBLIC_URL: 'http://localhost:1',
    CRON_SECRET: 'a-secret-of-some-length',
  })
})
afterAll(async () => {
  await auth.close()
  await database.drop()
})

async function examine(changes: Record<string, string | undefined> = {}): Promise<Map<string, Finding>> {
  for (const [name, value] of Object.entries({ ...whole, ...changes })) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
  return new Map((await Promise.all(deploymentChecks.map(runCheck))).map((finding) => [finding.name, finding]))
}

const missing = (findings: Map<string, Finding>) =>
  [...findings.values()].filter(({ state }) => state === 'missing').map(({ name }) => name)

describe('npm run doctor on a deployment', () => {
  it('finds nothing missing where nothing is', async () => {
    const findings = await examine()
    expect(missing(findings)).toEqual([])
    expect(findings.get('Migrations')?.says).toBe('up to date')
    expect(findings.get('Operator')?.mend).toContain('npm run operator:grant')
  })

  it('names what is not set', async () => {
    const findings = await examine({ GATEWAY_DATABASE_URL: undefined, TOLLGATE_MASTER_KEYS: undefined })
    expect(findings.get('Environment')?.says).toBe('not set: GATEWAY_DATABASE_URL, TOLLGATE_MASTER_KEYS')
    expect(missing(findings)).toEqual(expect.arrayContaining(['Environment', 'Master keys', 'Login of the gateway']))
  })

  it('refuses logins that may do more than they should', async () => {
    const findings = await examine({ DATABASE_URL: database.adminUrl, GATEWAY_DATABASE_URL: database.appUrl })
    expect(missing(findings)).toEqual(['Login of the pages', 'Login of the gateway'])
    expect(findings.get('Login of the gateway')?.mend).toContain('tollgate_gateway')
  })

  it('tells a wrong auth key from a dead auth server', async () => {
    expect((await examine({ SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_other' })).get('Sign-in')?.says).toContain(
      'refuses SUPABASE_PUBLISHABLE_KEY',
    )
    expect((await examine({ SUPABASE_URL: 'http://127.0.0.1:9' })).get('Sign-in')?.state).toBe('missing')
  })

  it('finds a table without row-level security and a credential whose master key is gone', async () => {
    const owner = new pg.Client({ connectionString: database.adminUrl })
    await owner.connect()
    await owner.query('alter table core.teams disable row level security')
    await owner.query(
      `insert into core.channels (id, name, provider, base_url) values (gen_random_uuid(), 'c', 'openai', 'https://api.example.com/v1')`,
    )
    await owner.query(`insert into core.channel_credentials (id, channel_id, key_version, wrapped_key, ciphertext, fingerprint)
      select gen_random_uuid(), id, 7, '\\x00', '\\x00', 'f' from core.channels`)
    await owner.end()
    const findings = await examine()
    expect(findings.get('Row-level security')?.says).toBe('off for core.teams')
    expect(findings.get('Stored credentials')?.says).toContain('version 7')
  })
})
