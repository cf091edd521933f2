import 'server-only'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { getChannelDetail } from '#lib/portal/channels/get-channel-detail'
import { parseId } from '#lib/shared/ids'
import { requireOperator } from '../../../../_auth/require-operator'
import { orNotFound } from '../../../../_auth/or-not-found'

/** The channel of the address, for an operator; to everyone else, and where there is none, the page does not exist. */
export const requireChannel = cache(async (shownId: string) => {
  const { actor, role } = await requireOperator()
  const id = parseId('chan', shownId) ?? notFound()
  const now = new Date()
  return { channel: await orNotFound(getChannelDetail(actor, id, now)), role, now }
})
