import { randomBytes } from 'node:crypto'
import { App } from '@supabase/lite'
import { createPostgresConnection } from '@supabase/lite/postgres'
import pg from 'pg'
import { createTokenTranslator, type TokenTranslator } from './auth-tokens.ts'
import { createOutbox } from './outbox.ts'
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
  outboxFolder: string
  jwtSecret: string
  signingKey: string
  publishableKey: string
  port?: number
}

/** The hosted role's name; it owns the schema `auth` and can touch nothing else. */
const ROLE = 'supabase_auth_admin'

/** Supabase's Auth API on the embedded database, `/auth/v1` only, on the loopback address. */
export async function startAuth(options: AuthOptions): Promise<EmbeddedAuth> {
  const connection = createPostgresConnection({
    url: await openDatabaseFor(options.adminUrl),
    postgresOptions: { max: 5, onnotice: () => undefined },
  })
  const app = new App({
    connection,
    db: { migrations: { enabled: false } },
    auth: {
      enabled: true,
      jwt_secret: options.jwtSecret,
      publishable_key: options.publishableKey,
      // Unknown to anyone, so nobody has the rights that it stands for.
      secret_key: `sb_secret_${randomBytes(24).toString('base64url')}`,
      site_url: options.siteUrl,
      minimum_password_length: 8,
      email: { enable_confirmations: false },
    },
    options: { drivers: { email: createOutbox(options.outboxFolder) } },
  })
  await app.ensureSystemSchema()
  const tokens = createTokenTranslator(options.signingKey, options.jwtSecret)
  const server = await serveFetch(options.port ?? 0, (request) => handleAuth(request, (inner) => app.fetch(inner), tokens, options.siteUrl))
  return {
    url: `http://127.0.0.1:${server.port}`,
    close: async () => {
      await server.close()
      await connection.close()
    },
  }
}

/** @returns the connection URL of the auth role, whose password is new at every start */
async function openDatabaseFor(adminUrl: string): Promise<string> {
  const password = randomBytes(24).toString('base64url')
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_roles where rolname = $1', [ROLE])
    await client.query(`${rowCount ? 'alter' : 'create'} role ${ROLE} login noinherit password ${client.escapeLiteral(password)}`)
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
