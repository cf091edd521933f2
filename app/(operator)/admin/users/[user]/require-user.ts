import 'server-only'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { getUser } from '#lib/portal/users/get-user'
import { parseId } from '#lib/shared/ids'
import { requireOperator } from '../../../../_auth/require-operator'
import { orNotFound } from '../../../../_auth/or-not-found'

/** The user of the address, for an operator; to everyone else, and where there is none, the page does not exist. */
export const requireUser = cache(async (shownId: string) => {
  const { actor, role } = await requireOperator()
  const id = parseId('user', shownId) ?? notFound()
  return { user: await orNotFound(getUser(actor, id)), role, isSelf: id === actor.userId }
})
