import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@supabase/supabase-js'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type EmbeddedAuth, startAuth } from '#dev/embedded/auth'
import { readProviderSettings } from '#dev/embedded/auth-providers'
import { generateSigningKey } from '#dev/embedded/auth-tokens'
import { createOutbox } from '#dev/embedded/outbox'
import { githubClient, type GitHubStandIn, startGitHub } from '#tests/support/github'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

const siteUrl = 'http://localhost:3000'
const keys = { jwtSecret: 'local-secret-'.repeat(4), signingKey: generateSigningKey(), publishableKey: 'sb_publishable_test' }

let database: TestDatabase
let github: GitHubStandIn
let auth: EmbeddedAuth
let owner: pg.Client
let folder: string
let people = 0

beforeAll(async () => {
  database = await createTestDatabase()
  github = await startGitHub()
  folder = await mkdtemp(join(tmpdir(), 'outbox-'))
  const environment = {
    TOLLGATE_GITHUB_CLIENT_ID: githubClient.id,
    TOLLGATE_GITHUB_CLIENT_SECRET: githubClient.secret,
    TOLLGATE_GITHUB_URL: github.url,
    TOLLGATE_GOOGLE_CLIENT_ID: 'google-client',
    TOLLGATE_GOOGLE_CLIENT_SECRET: 'google-secret',
  }
  const providers = readProviderSettings(environment, siteUrl)
  auth = await startAuth({ adminUrl: database.adminUrl, siteUrl, sendMail: createOutbox(folder), confirmEmail: true, providers, ...keys })
  owner = new pg.Client({ connectionString: database.adminUrl })
  await owner.connect()
})
beforeEach(() => github.expect(null))
afterAll(async () => {
  await owner.end()
  await auth.close()
  await github.close()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${auth.url}/auth/v1${path}`, { redirect: 'manual', ...init, headers: { apikey: keys.publishableKey, ...init.headers } })

async function follow(from: Response): Promise<URL> {
  await from.body?.cancel()
  return new URL(from.headers.get('location') ?? '')
}

/** Through the provider's consent and back: what the portal's callback is told. */
async function visit(person: Parameters<GitHubStandIn['expect']>[0]): Promise<{ back: URL; verifier: string }> {
  github.expect(person)
  const verifier = randomBytes(32).toString('base64url')
  const query = new URLSearchParams({
    provider: 'github',
    redirect_to: `${siteUrl}/auth/callback`,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 's256',
  })
  const atProvider = await follow(await ask(`/authorize?${query}`))
  expect(atProvider.origin).toBe(github.url)
  const relayed = await follow(await fetch(atProvider, { redirect: 'manual' }))
  expect(relayed.href).toContain(`${siteUrl}/auth/v1/callback?`)
  return { back: await follow(await ask(`/callback${relayed.search}`)), verifier }
}

const redeem = (code: string | null, verifier: string) =>
  ask('/token?grant_type=pkce', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth_code: code, code_verifier: verifier }),
  })

const personOf = (email: string, verified = true) => ({
  id: ++people,
  login: `person${people}`,
  emails: [{ email, verified, primary: true }],
})

test('it offers the providers it was given, and no second factor', async () => {
  const settings = (await (await ask('/settings')).json()) as { external: Record<string, boolean>; mailer_autoconfirm: boolean }
  expect([settings.external.github, settings.external.google, settings.external.gitlab]).toEqual([true, true, false])
  expect(settings.mailer_autoconfirm).toBe(false)
  expect((await ask('/factors', { method: 'POST', body: '{}' })).status).toBe(404)
})

test('a code is redeemed once, by whoever has the verifier, for an account with the address that the provider vouches for', async () => {
  const { back, verifier } = await visit(personOf('ada@example.com'))
  expect(back.href).toContain(`${siteUrl}/auth/callback?code=`)
  const code = back.searchParams.get('code')
  expect((await redeem(code, randomBytes(32).toString('base64url'))).status).toBe(400)
  const granted = await redeem(code, verifier)
  expect(granted.status).toBe(200)
  const { access_token: token } = (await granted.json()) as { access_token: string }
  expect((await redeem(code, verifier)).status).toBeGreaterThanOrEqual(400)
  const client = createClient(auth.url, keys.publishableKey, { auth: { persistSession: false } })
  const { data } = await client.auth.getUser(token)
  expect(data.user?.email).toBe('ada@example.com')
  expect(data.user?.identities).toMatchObject([{ provider: 'github', identity_data: { email: 'ada@example.com', email_verified: true } }])
  const { rows } = await owner.query(
    'select core.has_password(id) as password, core.has_second_factor(id) as factor from auth.users where email = $1',
    ['ada@example.com'],
  )
  expect(rows).toEqual([{ password: false, factor: false }])
})

test('an address that the provider does not vouch for gets no code, whoever else holds it', async () => {
  const client = createClient(auth.url, keys.publishableKey, { auth: { persistSession: false } })
  await client.auth.signUp({ email: 'owner@example.com', password: 'correct horse battery' })
  await owner.query(`update auth.users set email_confirmed_at = now() where email = 'owner@example.com'`)
  for (const email of ['owner@example.com', 'nobody@example.com']) {
    const { back } = await visit(personOf(email, false))
    expect([back.searchParams.get('code'), back.searchParams.get('error')]).toEqual([null, 'access_denied'])
  }
  const { rows } = await owner.query(
    `select i.provider from auth.identities i join auth.users u on u.id = i.user_id where u.email = 'owner@example.com'`,
  )
  expect(rows).toEqual([{ provider: 'email' }])
})

test('whoever signed up with somebody’s address before them loses the password when they come by a provider', async () => {
  const client = createClient(auth.url, keys.publishableKey, { auth: { persistSession: false } })
  await client.auth.signUp({ email: 'early@example.com', password: 'set by somebody else' })
  const { back, verifier } = await visit(personOf('early@example.com'))
  expect((await redeem(back.searchParams.get('code'), verifier)).status).toBe(200)
  expect((await client.auth.signInWithPassword({ email: 'early@example.com', password: 'set by somebody else' })).error?.status).toBe(400)
})

test('a refused consent and a forged state come back as errors', async () => {
  const { back } = await visit(null)
  expect([back.searchParams.get('error'), back.searchParams.get('error_code')]).toEqual(['access_denied', null])
  const forged = await follow(await ask(`/callback?code=x&state=${'1'.repeat(8)}-1111-4111-8111-111111111111`))
  expect(forged.searchParams.get('error_code')).toBe('bad_oauth_state')
})

test('Google is asked at its own address, and sends the browser back to the portal', async () => {
  const asked = await follow(
    await ask(`/authorize?${new URLSearchParams({ provider: 'google', redirect_to: `${siteUrl}/auth/callback` })}`),
  )
  expect(asked.origin + asked.pathname).toBe('https://accounts.google.com/o/oauth2/v2/auth')
  expect([asked.searchParams.get('client_id'), asked.searchParams.get('redirect_uri')]).toEqual([
    'google-client',
    `${siteUrl}/auth/v1/callback`,
  ])
})

test('half a provider is refused by name', () => {
  expect(() => readProviderSettings({ TOLLGATE_GOOGLE_CLIENT_ID: 'x' }, siteUrl)).toThrow(/TOLLGATE_GOOGLE_CLIENT_SECRET/)
  expect(readProviderSettings({}, siteUrl)).toEqual({})
})
