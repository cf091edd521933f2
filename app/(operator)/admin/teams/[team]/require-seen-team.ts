import 'server-only'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { getTeam } from '#lib/portal/teams/get-team'
import { parseId } from '#lib/shared/ids'
import { requireOperator } from '../../../../_auth/require-operator'
import { orNotFound } from '../../../../_auth/or-not-found'

/** The team of the address, for an operator; to everyone else, and where there is none, the page does not exist. */
export const requireSeenTeam = cache(async (shownId: string) => {
  const { actor, role } = await requireOperator()
  const id = parseId('team', shownId) ?? notFound()
  return { team: await orNotFound(getTeam(actor, id)), actor, role }
})
