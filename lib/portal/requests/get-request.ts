import type { Actor } from '#lib/portal/acting/actor'
import { reading } from '#lib/portal/acting/run-verb'
import { type RequestRecord, toRequestRecord } from '#lib/portal/requests/request-row'
import { selectRequest } from '#lib/portal/requests/select-requests'
import { asPortal } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'
import { timeOfId } from '#lib/shared/ids'

/** @throws TollgateError `not_found`, also for a request of a team the actor does not belong to */
export async function getRequest(actor: Actor, requestId: string): Promise<RequestRecord> {
  const teamId = await findTeamOfRequest(requestId)
  return reading(actor, 'request.read', teamId, async (transaction, sight) => {
    const row = await selectRequest(transaction, sight, teamId, requestId)
    if (!row) throw new TollgateError('not_found')
    return toRequestRecord(row)
  })
}

/** @throws TollgateError `not_found` */
export async function findTeamOfRequest(requestId: string): Promise<string> {
  const row = await asPortal((transaction) =>
    transaction
      .selectFrom('usage.requests')
      .select('team_id')
      .where('id', '=', requestId)
      .where('started_at', '=', timeOfId(requestId))
      .executeTakeFirst(),
  )
  if (!row) throw new TollgateError('not_found')
  return row.team_id
}
