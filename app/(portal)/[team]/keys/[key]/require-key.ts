import 'server-only'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { getEffectivePolicy } from '#lib/portal/policies/get-effective-policy'
import { parseId } from '#lib/shared/ids'
import { orNotFound } from '../../../../_auth/or-not-found'
import { requireTeam } from '../../../../_auth/require-team'

/** The key of the address with what binds it; where this team has none of that id, the page does not exist. */
export const requireKey = cache(async (shownTeam: string, shownKey: string) => {
  const visit = await requireTeam(shownTeam)
  const id = parseId('key', shownKey) ?? notFound()
  const found = await orNotFound(getEffectivePolicy(visit.actor, id))
  return found.key.teamId === visit.team.id ? { ...visit, ...found } : notFound()
})
