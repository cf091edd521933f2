import { type NextRequest, NextResponse } from 'next/server'
import { takeProviderStep } from '#lib/portal/accounts/take-provider-step'
import { beginProvider } from '../../../_auth/begin-provider'
import { callerAddress } from '../../../_auth/caller-address'
import { readNextPath, signInPath } from '../../../_auth/next-path'
import { redirectTo } from '../../../_auth/portal-redirect'

/** A button of the sign-in page: off to the provider. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ provider: string }> }): Promise<NextResponse> {
  const next = readNextPath(request.nextUrl.searchParams.get('next'))
  if (!(await takeProviderStep(await callerAddress())).allowed) return redirectTo(signInPath(next, 'busy'))
  const page = await beginProvider(plain((await params).provider), next)
  return page === null ? redirectTo(signInPath(next, 'failed')) : NextResponse.redirect(page, 303)
}

/** Next would answer HEAD by GET, which begins something. */
export function HEAD(): NextResponse {
  return new NextResponse(null, { status: 204 })
}

/** The colon of `custom:` comes as it was sent or encoded. */
function plain(segment: string): string {
  return segment.replace(/%3A/i, ':')
}
