import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { deliverInvite } from '#lib/portal/invites/deliver-invite'
import { expiryFrom, inviteColumns, type InviteSent, mintInviteSecret, senderOf, toInvite } from '#lib/portal/invites/invite'
import { takeInviteTurn } from '#lib/portal/invites/invite-limits'
import { lockInvite } from '#lib/portal/invites/lock-invite'
import { hashSecret } from '#lib/shared/crypto'
import type { RoleTransaction } from '#lib/shared/database/as-role'

export interface ResendInviteInput {
  inviteId: string
  /** Of the mail. */
  locale?: string
}

/**
 * Sends an open or expired invite again, with a new link and a new term; the old link leads nowhere any more. One that waits
 * for a disabled sender is theirs no longer, but whose who sends it now.
 */
export async function resendInvite(actor: Actor, { inviteId, locale }: ResendInviteInput): Promise<InviteSent> {
  const seen = await acting(undefined, (transaction) => requireMayResend(transaction, actor, inviteId))
  await takeInviteTurn(actor, seen.team_id, seen.email)
  const secret = mintInviteSecret()
  const invite = await acting(undefined, async (transaction) => {
    const before = await requireMayResend(transaction, actor, inviteId)
    const row = await transaction
      .updateTable('core.invites')
      .set({ expires_at: expiryFrom(new Date()), sent_at: null, ...(before.suspended ? senderOf(actor) : {}) })
      .where('id', '=', inviteId)
      .returning(inviteColumns)
      .executeTakeFirstOrThrow()
    await transaction
      .updateTable('core.invite_secrets')
      .set({ secret_hash: hashSecret(secret) })
      .where('invite_id', '=', inviteId)
      .execute()
    await writeAudit(transaction, actor, {
      teamId: row.team_id,
      action: 'invite.resend',
      targetKind: 'invite',
      targetId: inviteId,
      before: { email: before.email, expires_at: before.expires_at },
      after: { email: row.email, expires_at: row.expires_at },
    })
    return toInvite(row)
  })
  return deliverInvite({ actor, invite, secret, locale })
}

async function requireMayResend(transaction: RoleTransaction, actor: Actor, inviteId: string) {
  const invite = await lockInvite(transaction, actor, inviteId)
  if (invite.role === 'owner') await requirePermission(transaction, actor, 'member.change_owner', invite.team_id)
  return invite
}
