import 'server-only'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { getMember } from '#lib/portal/members/get-member'
import { getMemberPolicy } from '#lib/portal/policies/member-policy'
import { parseId } from '#lib/shared/ids'
import { orNotFound } from '../../../../_auth/or-not-found'
import { requireTeam } from '../../../../_auth/require-team'

/** The member of the address and what was set for them; where nobody of that id is in the team, the page does not exist. */
export const requireMember = cache(async (shownTeam: string, shownUser: string) => {
  const visit = await requireTeam(shownTeam)
  const of = { teamId: visit.team.id, userId: parseId('user', shownUser) ?? notFound() }
  const [member, policy] = await Promise.all([orNotFound(getMember(visit.actor, of)), orNotFound(getMemberPolicy(visit.actor, of))])
  return { ...visit, member, policy }
})
