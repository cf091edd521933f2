import { type NextRequest, NextResponse } from 'next/server'
import { z } from 'zod'
import { env } from '#lib/shared/env'
import { authClient } from '../../_auth/auth-client'

const link = z.object({ token_hash: z.string().min(1).max(512), type: z.enum(['email', 'signup']) })

/** The link of the confirmation mail: signs in, or sends to the sign-in page with a word about the used link. */
export async function GET(request: NextRequest): Promise<NextResponse> {
  const read = link.safeParse(Object.fromEntries(request.nextUrl.searchParams))
  if (!read.success) return to('/sign-in?link=used')
  const { error } = await (await authClient()).auth.verifyOtp(read.data)
  return to(error ? '/sign-in?link=used' : '/start')
}

function to(path: string): NextResponse {
  return NextResponse.redirect(new URL(path, env().publicUrl), 303)
}
