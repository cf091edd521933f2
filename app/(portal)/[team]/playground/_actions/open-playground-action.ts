'use server'

import { z } from 'zod'
import { endPlaygroundSession } from '#lib/portal/playground/end-playground-session'
import { openPlayground } from '#lib/portal/playground/open-playground'
import { TollgateError } from '#lib/shared/errors'
import { currentSessionId, liveSession } from '../../../../_auth/current-session'
import { formAction } from '../../../../_auth/form-action'
import { idField } from '../../../../_auth/form-fields'

/** A secret for the open page; it ends with the session, or an hour from now. */
export const openPlaygroundAction = formAction(z.object({ team: idField('team') }), async (actor, { team }) => {
  const sessionId = await currentSessionId()
  if (sessionId === null) throw new TollgateError('unauthenticated')
  const { secret, expiresAt, endUser } = await openPlayground(actor, { teamId: team, sessionId })
  // Signed out meanwhile, in another tab: that ended only the secrets it could see.
  if (!(await liveSession())) {
    await endPlaygroundSession(sessionId)
    throw new TollgateError('unauthenticated')
  }
  return { secret, expiresAtMs: expiresAt.getTime(), endUser }
})
