import 'server-only'
import { createServerClient } from '@supabase/ssr'
import { createClient } from '@supabase/supabase-js'
import { cookies, headers } from 'next/headers'
import { requireEnv } from '#lib/shared/env'
import { cookieOptions } from '../_preferences/cookie-options'
import { authCookieName, onlyTakesAway } from './auth-cookies'

/** Supabase Auth speaking for the browser behind this request; only `forgetSession` takes a session from it. */
export async function authClient() {
  const [jar, head] = await Promise.all([cookies(), headers()])
  // The auth server keeps it with a session, so that its owner recognises the browser.
  const userAgent = head.get('user-agent')
  return createServerClient(requireEnv('SUPABASE_URL'), requireEnv('SUPABASE_PUBLISHABLE_KEY'), {
    ...(userAgent === null ? {} : { global: { headers: { 'user-agent': userAgent } } }),
    cookieOptions: { ...cookieOptions(), name: authCookieName },
    cookies: {
      getAll: () => jar.getAll(),
      setAll: (changed) => {
        if (onlyTakesAway(changed)) return
        try {
          for (const { name, value, options } of changed) jar.set(name, value, options)
        } catch {
          // A page being rendered cannot set cookies; the middleware has already refreshed them.
        }
      },
    },
  })
}

/** Supabase Auth for one question that leaves no trace in the browser: no cookie is read or written. */
export function passingAuthClient() {
  return createClient(requireEnv('SUPABASE_URL'), requireEnv('SUPABASE_PUBLISHABLE_KEY'), {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  }).auth
}
