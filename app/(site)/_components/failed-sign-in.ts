import type { Query } from '../../_ui/read-query'

/**
 * Where a sign-in by a provider goes on that an auth server could not match to any attempt: it sends the browser to the site's
 * own address then, with the error in the query.
 */
export function failedSignIn({ error, error_code: code }: Query): string | null {
  if (typeof error !== 'string' && typeof code !== 'string') return null
  const query = new URLSearchParams()
  if (typeof error === 'string') query.set('error', error)
  if (typeof code === 'string') query.set('error_code', code)
  return `/auth/callback?${query}`
}
