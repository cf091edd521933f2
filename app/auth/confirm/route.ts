import { type NextRequest, NextResponse } from 'next/server'
import { z } from 'zod'
import { openMailLink } from '#lib/portal/accounts/open-mail-link'
import { authClient } from '../../_auth/auth-client'
import { isOutage } from '../../_auth/auth-failure'
import { callerAddress } from '../../_auth/caller-address'
import { currentSession, verifiedFactors } from '../../_auth/current-session'
import { codePath } from '../../_auth/next-path'
import { redirectTo as to } from '../../_auth/portal-redirect'
import { allowRecovery } from '../../_auth/recovery-cookie'
import { readSessionId } from '../../_auth/token-session-id'

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
  const sessionId = type === 'recovery' ? readSessionId(data.session?.access_token) : null
  if (sessionId !== null) await allowRecovery(sessionId)
  const next = sessionId === null ? '/start' : '/reset-password'
  const half = data.user !== null && verifiedFactors(data.user).length > 0
  return to(half ? codePath(sessionId === null ? null : next) : next)
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
