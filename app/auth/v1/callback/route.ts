import { type NextRequest, NextResponse } from 'next/server'
import { takeProviderStep } from '#lib/portal/accounts/take-provider-step'
import { env } from '#lib/shared/env'
import { askAuthServer } from '../../../_auth/ask-auth-server'
import { callerAddress } from '../../../_auth/caller-address'
import { redirectTo } from '../../../_auth/portal-redirect'

/**
 * Where a provider sends the browser back to on the embedded stack, whose auth server has no address of its own that stays:
 * hands the answer on to it. A hosted project has this route itself.
 */
export async function GET(request: NextRequest): Promise<NextResponse> {
  if (!env().TOLLGATE_EMBEDDED) return new NextResponse(null, { status: 404 })
  if (!(await takeProviderStep(await callerAddress())).allowed) return redirectTo('/sign-in?notice=busy')
  const answer = await askAuthServer(`/callback${request.nextUrl.search}`).catch(() => null)
  const location = answer?.headers.get('location')
  return redirectTo(`/auth/callback${location && URL.canParse(location) ? new URL(location).search : ''}`)
}

export function HEAD(): NextResponse {
  return new NextResponse(null, { status: 204 })
}
