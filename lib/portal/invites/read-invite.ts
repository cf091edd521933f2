import { type TeamRole, teamRoles } from '#lib/portal/acting/permissions'
import { isInviteSecret } from '#lib/portal/invites/invite'
import { isSuspended } from '#lib/portal/invites/is-suspended'
import { hashSecret } from '#lib/shared/crypto'
import { asPortal } from '#lib/shared/database/as-role'

export type InviteState = 'open' | 'expired' | 'revoked' | 'accepted' | 'suspended'

/** What whoever holds the link may know. */
export interface ShownInvite {
  state: InviteState
  teamId: string
  team: string
  email: string
  role: TeamRole
  expiresAt: Date
}

/** The invite behind a link, for its page; null for a link that was never one or was replaced by a later one. */
export async function readInvite(secret: string, now = new Date()): Promise<ShownInvite | null> {
  if (!isInviteSecret(secret)) return null
  const row = await asPortal((transaction) =>
    transaction
      .selectFrom('core.invite_secrets as s')
      .innerJoin('core.invites as i', 'i.id', 's.invite_id')
      .innerJoin('core.teams as t', 't.id', 'i.team_id')
      .select(['i.team_id', 'i.email', 'i.role', 'i.expires_at', 'i.accepted_at', 'i.revoked_at', 't.name'])
      .select(isSuspended('i').as('suspended'))
      .where('s.secret_hash', '=', hashSecret(secret))
      .executeTakeFirst(),
  )
  if (!row) return null
  return {
    state: stateOf(row, now),
    teamId: row.team_id,
    team: row.name,
    email: row.email,
    role: teamRoles.find((role) => role === row.role) ?? 'viewer',
    expiresAt: row.expires_at,
  }
}

interface Standing {
  accepted_at: Date | null
  revoked_at: Date | null
  expires_at: Date
  suspended: boolean
}

export function stateOf(row: Standing, now: Date): InviteState {
  if (row.accepted_at) return 'accepted'
  if (row.revoked_at) return 'revoked'
  if (row.expires_at <= now) return 'expired'
  return row.suspended ? 'suspended' : 'open'
}
