import type { Actor } from '#lib/portal/acting/actor'
import { type Page, type PageInput, pageLimit, readIdCursor, toPage } from '#lib/portal/acting/paging'
import { reading } from '#lib/portal/acting/run-verb'
import { type Invite, inviteColumns, toInvite } from '#lib/portal/invites/invite'
import { isSuspended } from '#lib/portal/invites/is-suspended'
import { asPortal } from '#lib/shared/database/as-role'

export interface ListInvitesInput extends PageInput {
  teamId: string
}

/** An invite as the list of its team shows it. */
export interface ListedInvite extends Invite {
  /** Whether it waits because whoever sent it is disabled. */
  suspended: boolean
}

/** The invites of a team that were neither accepted nor revoked, newest first; expired ones may be sent again. */
export async function listInvites(actor: Actor, input: ListInvitesInput): Promise<Page<ListedInvite>> {
  const limit = pageLimit(input)
  const before = readIdCursor(input.cursor)
  const page = await reading(actor, 'invite.read', input.teamId, async (transaction) => {
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
  // An operator who sent one is no member, and shows himself to none; the read above has proved that the team is the reader's.
  const waiting = await findSuspended(page.items.map(({ id }) => id))
  return { ...page, items: page.items.map((invite) => ({ ...invite, suspended: waiting.has(invite.id) })) }
}

async function findSuspended(ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await asPortal((transaction) =>
    transaction.selectFrom('core.invites').select('id').where('id', 'in', ids).where(isSuspended('core.invites')).execute(),
  )
  return new Set(rows.map(({ id }) => id))
}
