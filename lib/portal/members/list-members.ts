import type { Actor } from '#lib/portal/acting/actor'
import { type Page, type PageInput, pageLimit, readCursor, toPage } from '#lib/portal/acting/paging'
import { reading } from '#lib/portal/acting/run-verb'
import type { Member } from '#lib/portal/members/member'
import { selectMembers, toMember } from '#lib/portal/members/select-members'

export interface ListMembersInput extends PageInput {
  teamId: string
}

/**
 * The people of a team by their address.
 * @throws TollgateError `not_found`, also for a team the actor does not belong to
 */
export async function listMembers(actor: Actor, input: ListMembersInput): Promise<Page<Member>> {
  const limit = pageLimit(input)
  const after = readCursor(input.cursor)
  return reading(actor, 'team.read', input.teamId, async (transaction) => {
    const query = selectMembers(transaction, input.teamId)
      .orderBy('u.email')
      .limit(limit + 1)
    const rows = await (after === null ? query : query.where('u.email', '>', after)).execute()
    return toPage(rows, limit, (row) => row.email, toMember)
  })
}
