import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { createTokenTranslator } from '#dev/embedded/auth-tokens'
import { serveFetch } from '#dev/embedded/serve-fetch'
import { isTotpCode, makeTotpSecret } from '#tests/support/totp'

export interface FactorServer {
  /** What SUPABASE_URL must be. */
  url: string
  close: () => Promise<void>
}

interface FactorServerOptions {
  /** The local auth server, which knows one factor. */
  authUrl: string
  database: pg.Client
  signingKey: string
  jwtSecret: string
}

interface Claims {
  sub: string
  session_id: string
}

type Json = Record<string, unknown>

/** As GoTrue keeps them; its own table is read by the portal's functions. */
const table = `create table if not exists auth.mfa_factors (id uuid primary key, user_id uuid not null, friendly_name text,
  factor_type text not null, status text not null, created_at timestamptz not null default now(), secret text)`

const picture =
  '<?xml version="1.0"?><svg width="63" height="63" xmlns="http://www.w3.org/2000/svg"><path d="M0 0h21v21H0zM42 0h21v21H42zM0 42h21v21H0zM24 24h9v9h-9zM42 36h9v15h-9z"/></svg>'

/**
 * A local auth server with GoTrue's second factors (TOTP) and names of custom providers in front: paths, answers, error codes and claims as in
 * supabase/auth `internal/api/mfa.go`. Tokens tell how the session was begun (`amr`) and its level (`aal`).
 */
export async function startFactorServer({ authUrl, database, signingKey, jwtSecret }: FactorServerOptions): Promise<FactorServer> {
  await database.query(table)
  const translator = createTokenTranslator(signingKey, jwtSecret)
  const sessions = new Map<string, { method: string; raised: boolean }>()
  const standing = (claims: Claims) => sessions.get(claims.session_id) ?? { method: 'password', raised: false }

  const sign = (token: string) => {
    const { method, raised } = standing(readClaims(token))
    const methods = [{ method }, ...(raised ? [{ method: 'totp' }] : [])]
    return translator.outwards(token, { aal: raised ? 'aal2' : 'aal1', amr: methods })
  }
  const factorsOf = async (userId: string) => {
    const { rows } = await database.query<Json>(
      'select id, friendly_name, factor_type, status, created_at, created_at as updated_at from auth.mfa_factors where user_id = $1',
      [userId],
    )
    return rows
  }
  const withFactors = async (user: Json) => ({ ...user, factors: await factorsOf(String(user.id)) })

  const server = await serveFetch(0, async (request) => {
    const url = new URL(request.url)
    // A provider under a name of one's own, which is GitHub all the same.
    if (url.searchParams.get('provider')?.startsWith('custom:')) url.searchParams.set('provider', 'github')
    const body = request.body === null ? undefined : await request.text()
    const [, factorId, act] = /^\/auth\/v1\/factors(?:\/([^/]+))?(?:\/(challenge|verify))?$/.exec(url.pathname) ?? []
    if (url.pathname.startsWith('/auth/v1/factors')) return handleFactor(request, parse(body), factorId, act)
    if (request.method === 'PUT' && (await isRefusedChange(request, parse(body)))) return refuse(401, 'insufficient_aal')
    const answer = await fetch(`${authUrl}${url.pathname}${url.search}`, {
      method: request.method,
      headers: forwarded(request),
      body,
      redirect: 'manual',
    })
    if (!answer.ok || !answer.headers.get('content-type')?.includes('json')) return passOn(answer)
    const said = (await answer.json()) as Json
    if (typeof said.access_token === 'string') {
      const grant = url.searchParams.get('grant_type')
      const claims = readClaims(said.access_token)
      if (grant !== 'refresh_token')
        sessions.set(claims.session_id, { method: grant === 'pkce' ? 'oauth' : (grant ?? 'otp'), raised: false })
      return Response.json({ ...said, access_token: sign(said.access_token), user: await withFactors(said.user as Json) })
    }
    return Response.json(url.pathname === '/auth/v1/user' ? await withFactors(said) : said)
  })

  async function handleFactor(request: Request, body: Json, factorId?: string, act?: string): Promise<Response> {
    const known = await fetch(`${authUrl}/auth/v1/user`, { headers: forwarded(request) })
    if (!known.ok) return refuse(401, 'no_authorization')
    const user = (await known.json()) as Json & { id: string; email: string }
    const token = request.headers.get('authorization')?.slice('Bearer '.length) ?? ''
    const claims = readClaims(token)
    const { raised } = standing(claims)
    const { rows } = await database.query<{ id: string; status: string; secret: string }>(
      'select * from auth.mfa_factors where user_id = $1',
      [user.id],
    )
    if (factorId === undefined) {
      if (!raised && rows.some(({ status }) => status === 'verified')) return refuse(403, 'insufficient_aal')
      const name = String(body.friendly_name ?? '')
      const [id, secret] = [randomUUID(), makeTotpSecret()]
      const { rowCount } = await database.query(
        `insert into auth.mfa_factors (id, user_id, friendly_name, factor_type, status, secret) select $1, $2, $3, 'totp', 'unverified', $4
         where not exists (select from auth.mfa_factors where user_id = $2 and friendly_name = $3)`,
        [id, user.id, name, secret],
      )
      if (!rowCount) return refuse(422, 'mfa_factor_name_conflict')
      const uri = `otpauth://totp/${String(body.issuer)}:${user.email}?secret=${secret}&issuer=${String(body.issuer)}`
      return Response.json({ id, type: 'totp', friendly_name: name, totp: { qr_code: picture, secret, uri } })
    }
    const factor = rows.find(({ id }) => id === factorId)
    if (!factor) return refuse(404, 'mfa_factor_not_found')
    if (request.method === 'DELETE') {
      if (factor.status === 'verified' && !raised) return refuse(422, 'insufficient_aal')
      await database.query('delete from auth.mfa_factors where id = $1', [factorId])
      if (factor.status === 'verified') sessions.set(claims.session_id, { ...standing(claims), raised: false })
      return Response.json({ id: factorId })
    }
    if (act === 'challenge') return Response.json({ id: randomUUID(), type: 'totp', expires_at: Math.floor(Date.now() / 1000) + 300 })
    if (!isTotpCode(factor.secret, String(body.code))) return refuse(422, 'mfa_verification_failed')
    await database.query(`update auth.mfa_factors set status = 'verified' where id = $1`, [factorId])
    sessions.set(claims.session_id, { ...standing(claims), raised: true })
    await endSessionsOfOneFactor(user.id)
    const { rows: kept } = await database.query<{ token: string }>(
      'select token from auth.refresh_tokens where session_id = $1 order by created_at desc limit 1',
      [claims.session_id],
    )
    const fresh = { access_token: sign(token), token_type: 'bearer', expires_in: 3600, expires_at: Math.floor(Date.now() / 1000) + 3600 }
    return Response.json({ ...fresh, refresh_token: kept[0]?.token, user: await withFactors(user) })
  }

  async function endSessionsOfOneFactor(userId: string): Promise<void> {
    const raised = [...sessions].filter(([, session]) => session.raised).map(([id]) => id)
    for (const [name, column] of [
      ['refresh_tokens', 'session_id'],
      ['sessions', 'id'],
    ] as const) {
      await database.query(`delete from auth.${name} where user_id::text = $1 and not (${column}::text = any ($2))`, [userId, raised])
    }
  }

  /** A password or an address is changed with both factors only. */
  async function isRefusedChange(request: Request, body: Json): Promise<boolean> {
    const claims = readClaims(request.headers.get('authorization')?.slice('Bearer '.length) ?? '')
    if (standing(claims).raised || (body.password === undefined && body.email === undefined)) return false
    return (await factorsOf(claims.sub)).some(({ status }) => status === 'verified')
  }

  return { url: `http://127.0.0.1:${server.port}`, close: () => server.close() }
}

function readClaims(token: string): Claims {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims
}

function parse(text: string | undefined): Json {
  return text ? (JSON.parse(text) as Json) : {}
}

function forwarded(request: Request): Headers {
  const headers = new Headers(request.headers)
  for (const name of ['host', 'connection', 'content-length']) headers.delete(name)
  return headers
}

function passOn(answer: Response): Response {
  const headers = new Headers(answer.headers)
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding', 'connection', 'keep-alive']) headers.delete(name)
  return new Response(answer.status === 204 ? null : answer.body, { status: answer.status, headers })
}

function refuse(status: number, code: string): Response {
  return Response.json({ code: status, error_code: code, msg: code }, { status, headers: { 'x-sb-error-code': code } })
}
