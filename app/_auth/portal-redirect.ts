import 'server-only'
import { NextResponse } from 'next/server'
import { env } from '#lib/shared/env'

/** From a route to a page of this site, read with GET. */
export function redirectTo(path: string): NextResponse {
  return NextResponse.redirect(new URL(path, env().publicUrl), 303)
}
