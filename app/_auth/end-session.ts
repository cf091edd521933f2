import 'server-only'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { bringsSession, pathHeader } from './auth-cookies'
import { readNextPath, signInPath } from './next-path'

/** To the sign-in page and, after it, back here; a reader whose session has ended is told so. */
export async function sendToSignIn(): Promise<never> {
  const [jar, head] = await Promise.all([cookies(), headers()])
  const had = bringsSession(jar.getAll().map((cookie) => cookie.name))
  redirect(signInPath(readNextPath(head.get(pathHeader)), had ? 'ended' : undefined))
}
