import { randomBytes } from 'node:crypto'
import type { Selectable } from 'kysely'
import { type Actor, actorId } from '#lib/portal/acting/actor'
import { type TeamRole, teamRoles } from '#lib/portal/acting/permissions'
import { keyUsed } from '#lib/portal/management-keys/key-used'
import type { CoreInvites } from '#lib/shared/database/types'
import { env } from '#lib/shared/env'

/** How long an invite may be accepted, from the last time it was sent. */
export const inviteDays = 7

/** An invite that was neither accepted nor revoked. */
export interface Invite {
  id: string
  teamId: string
  email: string
  role: TeamRole
  invitedBy: string | null
  expiresAt: Date
  /** When its mail went out; null where the inviter was given the link. */
  sentAt: Date | null
  createdAt: Date
}

/** An invite with the way to accept it, which leaves Tollgate once: by mail, or shown to the inviter. */
export interface InviteSent {
  invite: Invite
  /** Null where it was sent by mail. */
  link: string | null
}

export const inviteColumns = [
  'id',
  'team_id',
  'email',
  'role',
  'invited_by',
  'expires_at',
  'sent_at',
  'created_at',
] as const satisfies readonly (keyof CoreInvites)[]

export function toInvite(row: Pick<Selectable<CoreInvites>, (typeof inviteColumns)[number]>): Invite {
  return {
    id: row.id,
    teamId: row.team_id,
    email: row.email,
    role: teamRoles.find((role) => role === row.role) ?? 'viewer',
    invitedBy: row.invited_by,
    expiresAt: row.expires_at,
    sentAt: row.sent_at,
    createdAt: row.created_at,
  }
}

/** Who answers for an invite, as it is kept. */
export function senderOf(actor: Actor) {
  return { invited_by: actor.kind === 'user' ? actorId(actor) : null, invited_with: keyUsed(actor) }
}

/** 256 random bits, as they stand in a link. */
export function mintInviteSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** Whether a text can be the secret of an invite at all. */
export function isInviteSecret(text: string): boolean {
  return /^[\w-]{43}$/.test(text)
}

export function inviteLink(secret: string): string {
  return `${env().publicUrl}/invites/${secret}`
}

export function expiryFrom(now: Date): Date {
  return new Date(now.getTime() + inviteDays * 86_400_000)
}
