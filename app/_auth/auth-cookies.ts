/** One name, whatever host the auth server has, so that a move of it signs nobody out by accident. */
export const authCookieName = 'tollgate-session'
