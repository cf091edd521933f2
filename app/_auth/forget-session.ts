import 'server-only'
import { cookies } from 'next/headers'
import { isSessionCookie } from './auth-cookies'

/** Takes the session out of the browser: for whoever signs out, and for nothing else. */
export async function forgetSession(): Promise<void> {
  const jar = await cookies()
  for (const { name } of jar.getAll()) if (isSessionCookie(name)) jar.delete(name)
}
