import { createHmac, randomBytes } from 'node:crypto'
import { App } from '@supabase/lite'
import { createPostgresConnection } from '@supabase/lite/postgres'
import pg from 'pg'
import { createGapAnswers } from './auth-gaps.ts'
import { createAuthMailer } from './auth-mailer.ts'
import type { ProviderSettings } from './auth-providers.ts'
import { createTokenTranslator, type TokenTranslator } from './auth-tokens.ts'
import type { SendMail } from './outbox.ts'
import { urlAs } from './prepare-database.ts'
import { serveFetch } from './serve-fetch.ts'

export interface EmbeddedAuth {
  /** What SUPABASE_URL must be. */
  url: string
  close: () => Promise<void>
}

export interface AuthOptions {
  adminUrl: string
  /** The portal's address, for links in mails. */
  siteUrl: string
  sendMail: SendMail
  /** Whether an address has to be confirmed before its first session; a first start must not wait for a mail. */
  confirmEmail?: boolean
  providers?: Record<string, ProviderSettings>
  jwtSecret: string
  signingKey: string
  publishableKey: string
  port?: number
}

/** The hosted role's name; it owns the schema `auth` and can touch nothing else. */
const ROLE = 'supabase_auth_admin'

/** Supabase's Auth API on the embedded database, `/auth/v1` only, on the loopback address. */
export async function startAuth(options: AuthOptions): Promise<EmbeddedAuth> {
  const { siteUrl, confirmEmail = false, providers = {} } = options
  const url = await openDatabaseFor(options.adminUrl, options.jwtSecret)
  const connection = createPostgresConnection({ url, postgresOptions: { max: 5, onnotice: () => undefined } })
  const database = new pg.Pool({ connectionString: url, max: 2 })
  database.on('error', () => undefined)
  const mailer = createAuthMailer({ siteUrl, send: options.sendMail, localeOf: (userId) => readLocale(database, userId) })
  const app = new App({
    connection,
    db: { migrations: { enabled: false } },
    auth: {
      enabled: true,
      jwt_secret: options.jwtSecret,
      publishable_key: options.publishableKey,
      // Unknown to anyone, so nobody has the rights that it stands for.
      secret_key: `sb_secret_${randomBytes(24).toString('base64url')}`,
      site_url: siteUrl,
      external: providers,
      minimum_password_length: 8,
      // A link's token is a hash of address and code: six digits could be tried out.
      email: { enable_confirmations: confirmEmail, double_confirm_changes: true, otp_length: 10 },
    },
  })
  app._mailer = mailer
  await app.ensureSystemSchema()
  const answer = createGapAnswers({ ...options, database, mailer, confirmEmail, answer: async (request) => app.fetch(request) })
  const tokens = createTokenTranslator(options.signingKey, options.jwtSecret)
  const server = await serveFetch(options.port ?? 0, (request) => handleAuth(request, answer, tokens, siteUrl))
  return {
    url: `http://127.0.0.1:${server.port}`,
    close: async () => {
      await server.close()
      await database.end()
      await connection.close()
    },
  }
}

/** The local server keeps the metadata as a JSON text within the JSON column. */
async function readLocale(database: pg.Pool, userId: string): Promise<string | null> {
  const { rows } = await database.query<{ locale: string | null }>(
    `select (raw_user_meta_data #>> '{}')::jsonb ->> 'locale' as locale from auth.users where id = $1`,
    [userId],
  )
  return rows[0]?.locale ?? null
}

/** @returns the connection URL of the auth role, whose password follows from the installation's secret */
async function openDatabaseFor(adminUrl: string, secret: string): Promise<string> {
  const password = createHmac('sha256', secret).update(ROLE).digest('base64url')
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const login = `role ${ROLE} login noinherit password ${client.escapeLiteral(password)}`
    // Roles belong to the whole cluster, where another database's auth server may be starting too.
    await client.query(`do $$ begin create ${login};
      exception when duplicate_object or unique_violation then
        begin alter ${login}; exception when internal_error then null; end;
      end $$`)
    // For comparing a password, where the local server does not (auth-gaps.ts); hosted projects keep it in this schema too.
    await client.query('create schema if not exists extensions; create extension if not exists pgcrypto schema extensions')
    await client.query(`grant usage on schema extensions to ${ROLE}; grant execute on function extensions.crypt(text, text) to ${ROLE}`)
    await client.query(`grant create on database ${client.escapeIdentifier(client.database ?? 'postgres')} to ${ROLE}`)
  } finally {
    await client.end()
  }
  return urlAs(adminUrl, ROLE, password)
}

async function handleAuth(
  request: Request,
  answer: (request: Request) => Promise<Response>,
  tokens: TokenTranslator,
  siteUrl: string,
): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (!pathname.startsWith('/auth/v1/')) return new Response(null, { status: 404 })
  if (pathname === '/auth/v1/.well-known/jwks.json')
    return Response.json(tokens.jwks, { headers: { 'cache-control': 'public, max-age=600' } })
  // It knows no second factors, and would ask for a session before it says so.
  if (pathname.startsWith('/auth/v1/factors')) return new Response(null, { status: 404 })

  const bearer = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  if (bearer) request.headers.set('authorization', `Bearer ${tokens.inwards(bearer)}`)
  const response = await answer(request)
  if (!response.ok || !response.headers.get('content-type')?.includes('json')) return response

  const body = (await response.json()) as { access_token?: string; user?: { app_metadata?: object; user_metadata?: object } }
  if (body.access_token) {
    // Claims that hosted tokens have and the local ones lack.
    const { app_metadata, user_metadata } = body.user ?? {}
    body.access_token = tokens.outwards(body.access_token, { iss: `${siteUrl}/auth/v1`, aal: 'aal1', app_metadata, user_metadata })
  }
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  return Response.json(body, { status: response.status, headers })
}
