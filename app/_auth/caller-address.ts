import 'server-only'
import { headers } from 'next/headers'
import { forwardedAddress } from '#lib/shared/caller-address'

/** The caller's network address as the front of this host wrote it; null where none did. */
export async function callerAddress(): Promise<string | null> {
  return forwardedAddress((await headers()).get('x-forwarded-for'))
}
