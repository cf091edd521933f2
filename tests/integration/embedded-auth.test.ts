import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@supabase/supabase-js'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAuth, type EmbeddedAuth } from '#dev/embedded/auth'
import { generateSigningKey } from '#dev/embedded/auth-tokens'
import { createOutbox } from '#dev/embedded/outbox'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

const keys = { jwtSecret: 'local-secret-'.repeat(4), signingKey: generateSigningKey(), publishableKey: 'sb_publishable_test' }
let next = 0
const newEmail = () => `person${++next}@example.com`
const password = 'correct horse'

describe('the embedded auth server', () => {
  let database: TestDatabase
  let auth: EmbeddedAuth
  let outboxFolder: string
  let calls: string[]

  const client = (key = keys.publishableKey) =>
    createClient(auth.url, key, {
      auth: { persistSession: false, autoRefreshToken: false },
      global: {
        fetch: (input, init) => {
          calls.push(new URL(input instanceof Request ? input.url : input).pathname)
          return fetch(input, init)
        },
      },
    })

  beforeAll(async () => {
    database = await createTestDatabase()
    outboxFolder = join(await mkdtemp(join(tmpdir(), 'outbox-')), 'outbox')
    auth = await startAuth({ adminUrl: database.adminUrl, siteUrl: 'http://localhost:3000', sendMail: createOutbox(outboxFolder), ...keys })
    calls = []
  })
  afterAll(async () => {
    await auth.close()
    await database.drop()
    await rm(join(outboxFolder, '..'), { recursive: true, force: true })
  })

  it('signs a person up, in and out', async () => {
    const email = newEmail()
    const supabase = client()
    const signedUp = await supabase.auth.signUp({ email, password })
    expect(signedUp.error).toBeNull()
    expect(signedUp.data.session?.user.email).toBe(email)
    const signedIn = await client().auth.signInWithPassword({ email, password })
    expect(signedIn.data.user?.id).toBe(signedUp.data.user?.id)
    expect((await supabase.auth.signOut()).error).toBeNull()
    const token = signedUp.data.session?.access_token ?? ''
    expect((await client().auth.getUser(token)).error).not.toBeNull()
  })

  it('issues tokens that a client checks itself, as hosted ones are', async () => {
    const supabase = client()
    const { data } = await supabase.auth.signUp({ email: newEmail(), password })
    calls = []
    const claims = await supabase.auth.getClaims()
    expect(claims.data?.claims).toMatchObject({
      sub: data.user?.id,
      role: 'authenticated',
      aal: 'aal1',
      iss: 'http://localhost:3000/auth/v1',
    })
    expect(claims.data?.header.alg).toBe('ES256')
    expect(calls).not.toContain('/auth/v1/user')
    expect((await supabase.auth.getUser()).data.user?.id).toBe(data.user?.id)
  })

  it('refreshes a session', async () => {
    const supabase = client()
    const { data } = await supabase.auth.signUp({ email: newEmail(), password })
    const refreshed = await client().auth.refreshSession({ refresh_token: data.session?.refresh_token ?? '' })
    expect(refreshed.data.session?.user.id).toBe(data.user?.id)
  })

  it('refuses a wrong password, a short one, a forged token and a wrong key', async () => {
    const email = newEmail()
    const { data } = await client().auth.signUp({ email, password })
    expect((await client().auth.signInWithPassword({ email, password: 'wrong horse' })).error?.code).toBe('invalid_credentials')
    expect((await client().auth.signUp({ email: newEmail(), password: 'short' })).error?.code).toBe('weak_password')
    const [header, , signature] = (data.session?.access_token ?? '').split('.')
    const claims = Buffer.from(JSON.stringify({ sub: data.user?.id, role: 'service_role', exp: 9999999999 })).toString('base64url')
    expect((await client().auth.getUser(`${header}.${claims}.${signature}`)).error?.status).toBe(401)
    expect((await client('sb_publishable_other').auth.signInWithPassword({ email, password })).error?.status).toBe(401)
  })

  it('answers nothing but the Auth API', async () => {
    const response = await fetch(`${auth.url}/rest/v1/anything`, { headers: { apikey: keys.publishableKey } })
    expect(response.status).toBe(404)
  })

  it('puts mails into the outbox instead of sending them, with a link to the portal', async () => {
    const email = newEmail()
    await client().auth.signUp({ email, password })
    expect((await client().auth.resetPasswordForEmail(email)).error).toBeNull()
    const [file] = await readdir(outboxFolder)
    const mail = JSON.parse(await readFile(join(outboxFolder, file ?? ''), 'utf8')) as { text: string }
    expect(mail).toMatchObject({ to: email, subject: 'Reset your password' })
    expect(mail.text).toMatch(/http:\/\/localhost:3000\/auth\/confirm\?token_hash=[0-9a-f]{64}&type=recovery/)
  })

  it('leaves every grant of the portal as the migrations made it', async () => {
    const admin = new pg.Client({ connectionString: database.adminUrl })
    await admin.connect()
    const { rows } = await admin.query(
      `select grantee, privilege_type from information_schema.table_privileges
       where table_schema in ('core', 'usage', 'ledger') and (grantee in ('anon', 'supabase_auth_admin')
         or (grantee = 'authenticated' and privilege_type <> 'SELECT'))`,
    )
    await admin.end()
    expect(rows).toEqual([])
  })
})
