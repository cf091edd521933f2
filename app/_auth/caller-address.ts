import 'server-only'
import { headers } from 'next/headers'
import { isIP } from 'node:net'

/** The caller's network address as the front of this host wrote it; null where none did. */
export async function callerAddress(): Promise<string | null> {
  const first = (await headers()).get('x-forwarded-for')?.split(',')[0]?.trim() ?? ''
  return isIP(first) === 0 ? null : first
}
