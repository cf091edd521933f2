import type { Delivery, DeliveryOutcome } from '#lib/portal/notices/delivery'
import type { Notice } from '#lib/portal/notices/notice'
import { writeMail } from '#lib/portal/notices/write-mail'
import { asPortal } from '#lib/shared/database/as-role'
import { env } from '#lib/shared/env'
import { showId } from '#lib/shared/ids'
import { sendMail } from '#lib/shared/mail/send-mail'

/** Mails a notice to one person, in the language they last read the portal in. */
export async function deliverMail(delivery: Delivery): Promise<DeliveryOutcome> {
  const startedAt = performance.now()
  const reader = await asPortal((transaction) =>
    transaction
      .selectFrom('core.users as u')
      .innerJoin('core.memberships as m', 'm.user_id', 'u.id')
      .select(['u.email', 'u.locale'])
      .where('u.id', '=', delivery.user_id)
      .where('m.team_id', '=', delivery.team_id)
      .where('u.disabled_at', 'is', null)
      .executeTakeFirst(),
  )
  const ms = () => Math.round(performance.now() - startedAt)
  if (!reader) return { state: 'given up', status: null, error: 'no longer a member', ms: ms() }
  const notice = { kind: delivery.kind, payload: delivery.payload } as Notice
  const link = `${env().publicUrl}/${showId('team', delivery.team_id)}`
  await sendMail({ to: reader.email, ...writeMail(notice, reader.locale === 'zh' ? 'zh' : 'en', link) })
  return { state: 'delivered', status: null, error: null, ms: ms() }
}
