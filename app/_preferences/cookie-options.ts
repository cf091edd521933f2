import { env } from '#lib/shared/env'

/** How the server sets every cookie: unreadable to scripts, first-party, https only where the site is. */
export function cookieOptions() {
  return { httpOnly: true, sameSite: 'lax', secure: env().publicUrl.startsWith('https:'), path: '/' } as const
}
