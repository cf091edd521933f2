/** One name, whatever host the auth server has, so that a move of it signs nobody out by accident. */
export const authCookieName = 'tollgate-session'

/** Whether a browser brought a session along, live or ended; long ones are cut into numbered parts. */
export function bringsSession(cookieNames: readonly string[]): boolean {
  return cookieNames.some((name) => name === authCookieName || /^tollgate-session\.\d+$/.test(name))
}

/** The path a page was asked for, as the middleware tells it to the page. */
export const pathHeader = 'x-tollgate-path'

/** The team a reader visited last, by its shown id. */
export const teamCookieName = 'team'
