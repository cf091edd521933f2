/** One name, whatever host the auth server has, so that a move of it signs nobody out by accident. */
export const authCookieName = 'tollgate-session'

/** Long sessions are cut into numbered parts. */
export function isSessionCookie(name: string): boolean {
  return name === authCookieName || /^tollgate-session\.\d+$/.test(name)
}

/** Whether a browser brought a session along, live or ended. */
export function bringsSession(cookieNames: readonly string[]): boolean {
  return cookieNames.some(isSessionCookie)
}

/**
 * Whether a change of cookies does nothing but take a session away, as the auth client asks when it finds one ended. Such a
 * change never reaches the browser: the answer may come after a sign-in, and would take away the session made since.
 */
export function onlyTakesAway(changed: readonly { value: string }[]): boolean {
  return changed.every(({ value }) => value === '')
}

/** The path a page was asked for, as the middleware tells it to the page. */
export const pathHeader = 'x-tollgate-path'

/** The team a reader visited last, by its shown id; the one cookie that a page sets itself. */
export const teamCookieName = 'last-team'
