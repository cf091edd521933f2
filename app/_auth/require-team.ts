import 'server-only'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { type Act, memberMay } from '#lib/portal/acting/permissions'
import type { MyTeam } from '#lib/portal/teams/team'
import { parseId } from '#lib/shared/ids'
import { requireAccount, type SignedIn } from './current-account'

export interface TeamVisit extends SignedIn {
  team: MyTeam
}

/** The team of the address, for a member of it who may do `act`; to everyone else it does not exist. */
export const requireTeam = cache(async (shownId: string, act?: Act): Promise<TeamVisit> => {
  const signedIn = await requireAccount()
  const id = parseId('team', shownId)
  const team = signedIn.teams.find((candidate) => candidate.id === id)
  return team && (act === undefined || memberMay(act, team.role)) ? { ...signedIn, team } : notFound()
})
