import type { ReactNode } from 'react'
import { requireSeenTeam } from './require-seen-team'

/** Looks before the skeleton below is sent: an address without a team is answered with 404, not with a page that says so. */
export default async function SeenTeamLayout({ children, params }: { children: ReactNode; params: Promise<{ team: string }> }) {
  await requireSeenTeam((await params).team)
  return children
}
