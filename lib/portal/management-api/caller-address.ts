import { isIP } from 'node:net'

/** The caller's network address as the front of this host wrote it; null where none did. */
export function callerAddress(headers: Headers): string | null {
  const first = headers.get('x-forwarded-for')?.split(',')[0]?.trim() ?? ''
  return isIP(first) === 0 ? null : first
}
