import { z } from 'zod'

/** The session of a token that the auth server has just issued to us, which is therefore only read. */
export function readSessionId(accessToken: string | undefined): string | null {
  const payload = accessToken?.split('.')[1] ?? ''
  const claims = z.object({ session_id: z.string() }).safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString() || '{}'))
  return claims.success ? claims.data.session_id : null
}
