import { type NextRequest, NextResponse } from 'next/server'
import { takeProviderStep } from '#lib/portal/accounts/take-provider-step'
import { callerAddress } from '../../_auth/caller-address'
import { finishProvider } from '../../_auth/finish-provider'
import { redirectTo } from '../../_auth/portal-redirect'

/** Back from a provider, by way of the auth server: with a code, or with the reason why there is none. */
export async function GET(request: NextRequest): Promise<NextResponse> {
  if (!(await takeProviderStep(await callerAddress())).allowed) return redirectTo('/sign-in?notice=busy')
  return redirectTo(await finishProvider(request.nextUrl.searchParams))
}

/** Next would answer HEAD by GET, which uses the code up. */
export function HEAD(): NextResponse {
  return new NextResponse(null, { status: 204 })
}
