import type { Actor } from '#lib/portal/acting/actor'
import { type Page, type PageInput, pageLimit, readIdCursor, toPage } from '#lib/portal/acting/paging'
import { reading } from '#lib/portal/acting/run-verb'
import { type Invite, inviteColumns, toInvite } from '#lib/portal/invites/invite'

export interface ListInvitesInput extends PageInput {
  teamId: string
}

/** The invites of a team that were neither accepted nor revoked, newest first; expired ones may be sent again. */
export async function listInvites(actor: Actor, input: ListInvitesInput): Promise<Page<Invite>> {
  const limit = pageLimit(input)
  const before = readIdCursor(input.cursor)
  return reading(actor, 'invite.read', input.teamId, async (transaction) => {
    const query = transaction
      .selectFrom('core.invites')
      .select(inviteColumns)
      .where('team_id', '=', input.teamId)
      .where('accepted_at', 'is', null)
      .where('revoked_at', 'is', null)
      .orderBy('id', 'desc')
      .limit(limit + 1)
    const rows = await (before === null ? query : query.where('id', '<', before)).execute()
    return toPage(rows, limit, (row) => row.id, toInvite)
  })
}
