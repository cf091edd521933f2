import type { ReactNode } from 'react'
import { requireUser } from './require-user'

/** Looks before the skeleton below is sent: an address without a user is answered with 404, not with a page that says so. */
export default async function UserLayout({ children, params }: { children: ReactNode; params: Promise<{ user: string }> }) {
  await requireUser((await params).user)
  return children
}
