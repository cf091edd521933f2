import type { ReactNode } from 'react'
import { requireMember } from './require-member'

/** Looks before the skeleton below is sent: an address without a member is answered with 404, not with a page that says so. */
export default async function MemberLayout({ children, params }: { children: ReactNode; params: Promise<{ team: string; user: string }> }) {
  const { team, user } = await params
  await requireMember(team, user)
  return children
}
