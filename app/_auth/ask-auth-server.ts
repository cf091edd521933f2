import 'server-only'
import { requireEnv } from '#lib/shared/env'

const patienceMs = 10_000

/**
 * One question to the auth server beside what its client asks; a redirect is an answer like any other.
 * @throws where nothing answers in time
 */
export function askAuthServer(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers)
  headers.set('apikey', requireEnv('SUPABASE_PUBLISHABLE_KEY'))
  const url = `${requireEnv('SUPABASE_URL').replace(/\/+$/, '')}/auth/v1${path}`
  return fetch(url, { signal: AbortSignal.timeout(patienceMs), ...init, headers, redirect: 'manual', cache: 'no-store' })
}
