import type { Actor } from '#lib/portal/acting/actor'
import { type Invite, inviteColumns, inviteLink, type InviteSent, toInvite } from '#lib/portal/invites/invite'
import { inviteMail } from '#lib/portal/invites/invite-mail'
import { readBrand } from '#lib/portal/settings/read-brand'
import { asPortal } from '#lib/shared/database/as-role'
import { log } from '#lib/shared/log'
import { canSendMail, sendMail } from '#lib/shared/mail/send-mail'

interface Delivery {
  actor: Actor
  invite: Invite
  secret: string
  locale: string | undefined
}

/** Mails a secret that is already kept as a hash. Where that fails, or no mail is set up, the inviter gets the link. */
export async function deliverInvite({ actor, invite, secret, locale }: Delivery): Promise<InviteSent> {
  const link = inviteLink(secret)
  if (!canSendMail()) return { invite, link }
  const [{ name: brand }, { team, inviter }] = await Promise.all([readBrand(), readNames(actor, invite.teamId)])
  try {
    await sendMail({ to: invite.email, ...inviteMail({ brand, team, inviter, role: invite.role, link, locale }) })
  } catch (error) {
    log.error('invite_mail_failed', { invite_id: invite.id }, error)
    return { invite, link }
  }
  const row = await asPortal((transaction) =>
    transaction
      .updateTable('core.invites')
      .set({ sent_at: new Date() })
      .where('id', '=', invite.id)
      .returning(inviteColumns)
      .executeTakeFirst(),
  )
  return { invite: row ? toInvite(row) : invite, link: null }
}

function readNames(actor: Actor, teamId: string): Promise<{ team: string; inviter: string | null }> {
  return asPortal(async (transaction) => {
    const { name } = await transaction.selectFrom('core.teams').select('name').where('id', '=', teamId).executeTakeFirstOrThrow()
    if (actor.kind !== 'user') return { team: name, inviter: null }
    const { email } = await transaction.selectFrom('core.users').select('email').where('id', '=', actor.userId).executeTakeFirstOrThrow()
    return { team: name, inviter: email }
  })
}
