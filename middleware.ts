import { createServerClient } from '@supabase/ssr'
import { type NextRequest, NextResponse } from 'next/server'
import { env } from '#lib/shared/env'
import { authCookieName, bringsSession, onlyTakesAway, pathHeader } from './app/_auth/auth-cookies'
import { shareRefresh } from './app/_auth/share-refresh'
import { answerUnknownPath } from './app/api/_respond/answer-unknown-path'
import { isProgramCall } from './app/api/_respond/is-program-call'
import { cookieOptions } from './app/_preferences/cookie-options'
import { contentSecurityPolicy, securityHeaders } from './app/_preferences/security-headers'

/** Refreshes the session and sets the headers of a page. Nothing is authorised here. */
export async function middleware(request: NextRequest): Promise<Response> {
  if (isProgramCall(request)) return answerUnknownPath(request)
  const https = env().publicUrl.startsWith('https:')
  const nonce = btoa(crypto.randomUUID())
  const policy = contentSecurityPolicy({ nonce, https, dev: env().NODE_ENV === 'development' })
  request.headers.set('content-security-policy', policy)
  request.headers.set('x-nonce', nonce)
  request.headers.set(pathHeader, pagePath(request))

  const refreshed = await refreshSession(request)
  const response = NextResponse.next({ request: { headers: request.headers } })
  for (const cookie of refreshed) response.cookies.set(cookie.name, cookie.value, cookie.options)
  if (refreshed.length > 0) response.headers.set('cache-control', 'private, no-store')
  response.headers.set('content-security-policy', policy)
  for (const [name, value] of Object.entries(securityHeaders({ https }))) response.headers.set(name, value)
  return response
}

/** The address in the reader's bar; what the router adds for itself is not part of it. */
function pagePath({ nextUrl }: NextRequest): string {
  const search = new URLSearchParams(nextUrl.search)
  search.delete('_rsc')
  return nextUrl.pathname + (search.size > 0 ? `?${search}` : '')
}

type AuthCookie = { name: string; value: string; options: Parameters<NextResponse['cookies']['set']>[2] }

/** The cookies of a session that had to be renewed. The request carries them on to the page, and that a session has ended too. */
async function refreshSession(request: NextRequest): Promise<AuthCookie[]> {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = env()
  const hasSession = bringsSession(request.cookies.getAll().map((cookie) => cookie.name))
  if (!hasSession || !SUPABASE_URL || !SUPABASE_PUBLISHABLE_KEY) return []
  const changed: AuthCookie[] = []
  const client = createServerClient(SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, {
    cookieOptions: { ...cookieOptions(), name: authCookieName },
    global: { fetch: shareRefresh },
    cookies: {
      getAll: () => request.cookies.getAll(),
      setAll: (cookies) => {
        for (const { name, value } of cookies) request.cookies.set(name, value)
        if (!onlyTakesAway(cookies)) changed.push(...cookies)
      },
    },
  })
  await client.auth.getClaims()
  return changed
}

export const config = {
  matcher: ['/((?!api/|v1/|_next/static|_next/image|favicon.ico|icon.svg).*)'],
  runtime: 'nodejs',
}
