import 'server-only'
import { createHash, randomBytes } from 'node:crypto'
import { cookies } from 'next/headers'
import { z } from 'zod'
import { cookieOptions } from '../_preferences/cookie-options'
import { readNextPath } from './next-path'

const name = 'tollgate-provider'
/** As long as the auth server keeps an attempt, and a little. */
const seconds = 600
const path = '/auth'

const attemptSchema = z.object({ verifier: z.string().min(43), next: z.string().nullable() })

/** What one browser has begun at a provider: only it can redeem the code that comes back (PKCE), and only once. */
export interface ProviderAttempt {
  verifier: string
  next: string | null
}

/** @returns the challenge that goes along with the browser */
export async function beginAttempt(next: string | null): Promise<string> {
  const verifier = randomBytes(32).toString('base64url')
  const jar = await cookies()
  jar.set(name, JSON.stringify({ verifier, next } satisfies ProviderAttempt), { ...cookieOptions(), path, maxAge: seconds })
  return createHash('sha256').update(verifier).digest('base64url')
}

/** The browser's attempt, which is over with this; null where it has begun none, or too long ago. */
export async function endAttempt(): Promise<ProviderAttempt | null> {
  const jar = await cookies()
  const text = jar.get(name)?.value
  if (text === undefined) return null
  jar.delete({ name, path })
  const read = attemptSchema.safeParse(parse(text))
  return read.success ? { verifier: read.data.verifier, next: readNextPath(read.data.next) } : null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
