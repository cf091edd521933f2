import 'server-only'
import { openInviteLink } from '#lib/portal/invites/invite-limits'
import { readInvite, type ShownInvite } from '#lib/portal/invites/read-invite'
import { callerAddress } from '../../_auth/caller-address'

const invitePath = /^\/invites\/([\w-]{43})$/

/** The open invite whose link somebody on the way in or up came by; its holder has read as much on its own page. */
export async function heldInvite(next: string | null): Promise<ShownInvite | null> {
  const secret = invitePath.exec(next ?? '')?.[1]
  if (secret === undefined || !(await openInviteLink(await callerAddress())).allowed) return null
  const invite = await readInvite(secret)
  return invite?.state === 'open' ? invite : null
}
