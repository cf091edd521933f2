import { type NextRequest, NextResponse } from 'next/server'
import { z } from 'zod'
import { openMailLink } from '#lib/portal/accounts/open-mail-link'
import { env } from '#lib/shared/env'
import { authClient } from '../../_auth/auth-client'
import { isOutage } from '../../_auth/auth-failure'
import { callerAddress } from '../../_auth/caller-address'
import { currentSession } from '../../_auth/current-session'
import { allowRecovery } from '../../_auth/recovery-cookie'

const types = ['email', 'signup', 'recovery', 'email_change'] as const
const link = z.object({ token_hash: z.string().min(1).max(512), type: z.enum(types) })

/** A link from a mail: confirms, and goes on to where that leads, or to where another link can be had. */
export async function GET(request: NextRequest): Promise<NextResponse> {
  const read = link.safeParse(Object.fromEntries(request.nextUrl.searchParams))
  if (!read.success) return to('/sign-in?notice=link')
  const { type } = read.data
  if (!(await openMailLink(await callerAddress())).allowed) return to('/sign-in?notice=later')
  const { data, error } = await (await authClient()).auth.verifyOtp(read.data)
  if (error && isOutage(error)) return to('/sign-in?notice=later')
  if (error) return to(await pathAfterUsed(type))
  if (type === 'email_change') return to(`${(await currentSession()) ? '/account' : '/sign-in'}?notice=${data.session ? 'moved' : 'half'}`)
  const sessionId = type === 'recovery' ? sessionIdOf(data.session?.access_token) : null
  if (sessionId === null) return to('/start')
  await allowRecovery(sessionId)
  return to('/reset-password')
}

/** Mail scanners look with HEAD, which Next would answer by GET: that must not use the link up. */
export function HEAD(): NextResponse {
  return new NextResponse(null, { status: 204 })
}

async function pathAfterUsed(type: (typeof types)[number]): Promise<string> {
  if (type === 'recovery') return '/forgot-password?notice=link'
  const signedIn = (await currentSession()) !== null
  if (type === 'email_change') return signedIn ? '/account?notice=link' : '/sign-in?notice=link'
  return signedIn ? '/start' : '/confirm-email?notice=link'
}

/** The auth server has just issued it to us, so it is only read. */
function sessionIdOf(accessToken: string | undefined): string | null {
  const payload = accessToken?.split('.')[1] ?? ''
  const claims = z.object({ session_id: z.string() }).safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString() || '{}'))
  return claims.success ? claims.data.session_id : null
}

function to(path: string): NextResponse {
  return NextResponse.redirect(new URL(path, env().publicUrl), 303)
}
