import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import type { TeamRole } from '#lib/portal/acting/permissions'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { lockInvite } from '#lib/portal/invites/lock-invite'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/** Takes an open invite back: its link leads nowhere any more. */
export function revokeInvite(actor: Actor, inviteId: string, joined?: RoleTransaction): Promise<void> {
  return acting(joined, async (transaction) => {
    const invite = await lockInvite(transaction, actor, inviteId)
    if (invite.role === 'owner') await requirePermission(transaction, actor, 'member.change_owner', invite.team_id)
    await revoke(transaction, actor, invite.team_id, { id: inviteId })
  })
}

/** Every open invite of a team; whoever calls has checked that the actor may. */
export function revokeInvites(transaction: RoleTransaction, actor: Actor, teamId: string): Promise<void> {
  return revoke(transaction, actor, teamId, {})
}

/** Those that one person sent, or of them those of one role: nobody comes back by an invite they may no longer send. */
export function revokeInvitesOf(
  transaction: RoleTransaction,
  actor: Actor,
  teamId: string,
  userId: string,
  role?: TeamRole,
): Promise<void> {
  return revoke(transaction, actor, teamId, { invitedBy: userId, role })
}

/** Those made with management keys that have ended, in whichever team. */
export function revokeInvitesWith(transaction: RoleTransaction, actor: Actor, keyIds: readonly string[]): Promise<void> {
  return keyIds.length === 0 ? Promise.resolve() : revoke(transaction, actor, null, { keyIds })
}

/** Those that somebody sent as an operator, in teams they do not run, themselves or with a key of operator scope. */
export function revokeInvitesOfOperator(transaction: RoleTransaction, actor: Actor, userId: string): Promise<void> {
  return revoke(transaction, actor, null, { operator: userId })
}

/** An invite that nobody took in time makes room for another to the same address. */
export function revokeExpired(transaction: RoleTransaction, actor: Actor, teamId: string, email: string, now: Date): Promise<void> {
  return revoke(transaction, actor, teamId, { email, expiredAt: now })
}

interface Which {
  id?: string
  invitedBy?: string
  role?: TeamRole
  email?: string
  expiredAt?: Date
  keyIds?: readonly string[]
  operator?: string
}

async function revoke(transaction: RoleTransaction, actor: Actor, teamId: string | null, which: Which): Promise<void> {
  let query = transaction
    .updateTable('core.invites')
    .set({ revoked_at: sql<Date>`now()` })
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
  if (teamId !== null) query = query.where('team_id', '=', teamId)
  if (which.operator !== undefined) query = query.where(sentAsOperator(which.operator))
  if (which.keyIds !== undefined) query = query.where('invited_with', 'in', which.keyIds)
  if (which.id !== undefined) query = query.where('id', '=', which.id)
  if (which.invitedBy !== undefined) query = query.where('invited_by', '=', which.invitedBy)
  if (which.role !== undefined) query = query.where('role', '=', which.role)
  if (which.email !== undefined) query = query.where('email', '=', which.email)
  if (which.expiredAt !== undefined) query = query.where('expires_at', '<=', which.expiredAt)
  for (const invite of await query.returning(['id', 'team_id', 'email', 'role']).execute()) {
    await writeAudit(transaction, actor, {
      teamId: invite.team_id,
      action: 'invite.revoke',
      targetKind: 'invite',
      targetId: invite.id,
      before: { email: invite.email, role: invite.role },
    })
  }
}

function sentAsOperator(userId: string): RawBuilder<boolean> {
  return sql<boolean>`(
    invited_with in (select id from core.management_keys where created_by = ${userId} and team_id is null)
    or invited_by = ${userId} and not exists (
      select from core.memberships m where m.team_id = invites.team_id and m.user_id = ${userId} and m.role in ('owner', 'admin')))`
}
