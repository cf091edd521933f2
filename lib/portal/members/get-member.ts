import type { Actor } from '#lib/portal/acting/actor'
import { reading } from '#lib/portal/acting/run-verb'
import { selectMembers, toMember } from '#lib/portal/members/select-members'
import type { Member } from '#lib/portal/members/member'
import { TollgateError } from '#lib/shared/errors'

/** @throws TollgateError `not_found`, also for who is not in the team and for a team the actor does not belong to */
export function getMember(actor: Actor, { teamId, userId }: { teamId: string; userId: string }): Promise<Member> {
  return reading(actor, 'team.read', teamId, async (transaction) => {
    const row = await selectMembers(transaction, teamId).where('u.id', '=', userId).executeTakeFirst()
    if (!row) throw new TollgateError('not_found')
    return toMember(row)
  })
}
