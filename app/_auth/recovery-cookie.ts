import 'server-only'
import { cookies } from 'next/headers'
import { readSignedText, signText } from '#lib/shared/sign-text'
import { cookieOptions } from '../_preferences/cookie-options'

const name = 'tollgate-recovery'
const minutes = 30

/**
 * Marks a session as begun by the link of a reset mail: within it, and for half an hour, a new password may be set without
 * the present one. Signed, because whoever holds a session could write the cookie.
 */
export async function allowRecovery(sessionId: string): Promise<void> {
  const text = `${sessionId}.${Date.now() + minutes * 60_000}`
  const jar = await cookies()
  jar.set(name, signText(text, 'recovery'), { ...cookieOptions(), maxAge: minutes * 60 })
}

export async function mayRecover(sessionId: string | null): Promise<boolean> {
  const signed = (await cookies()).get(name)?.value
  const [session, until] = (signed === undefined ? null : readSignedText(signed, 'recovery'))?.split('.') ?? []
  return sessionId !== null && session === sessionId && Number(until) > Date.now()
}

export async function endRecovery(): Promise<void> {
  const jar = await cookies()
  jar.delete(name)
}
