import type { ProviderNotice } from './provider-notice'

const longest = 2_048
const elsewhere = /^\/(?:api|auth|v1|v1beta|_next|sign-in|sign-up|start)(?:[/?#]|$)/

/**
 * Where a reader wanted to go before signing in: a path of this site, or null. Browsers read a backslash as a slash and drop
 * tabs and line ends, so a text with any of them is no path of ours.
 */
export function readNextPath(wish: unknown): string | null {
  if (typeof wish !== 'string' || wish.length > longest) return null
  if (!wish.startsWith('/') || wish.startsWith('//') || /[\\\p{Cc}\p{Zs}\p{Zl}\p{Zp}]/u.test(wish) || elsewhere.test(wish)) return null
  const base = 'http://portal.invalid'
  const url = URL.canParse(wish, base) ? new URL(wish, base) : null
  // Dot segments are resolved by now, so that `/.//evil.example` shows what it is.
  if (url?.origin !== base || url.pathname.startsWith('//') || elsewhere.test(url.pathname)) return null
  return url.pathname + url.search + url.hash
}

/** The page that asks for the second factor, and leads on. */
export function codePath(next: string | null): string {
  return next ? `/sign-in/code?next=${encodeURIComponent(next)}` : '/sign-in/code'
}

/** The sign-in page that leads back to where the reader was. */
export function signInPath(next: string | null, notice?: 'ended' | ProviderNotice): string {
  const query = new URLSearchParams({ ...(notice ? { notice } : {}), ...(next ? { next } : {}) }).toString()
  return query === '' ? '/sign-in' : `/sign-in?${query}`
}
