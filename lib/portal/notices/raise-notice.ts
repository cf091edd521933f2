import { sql } from 'kysely'
import type { Notice } from '#lib/portal/notices/notice'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { newId } from '#lib/shared/ids'
import { canSendMail } from '#lib/shared/mail/send-mail'

export type NoticeInput = Notice & {
  teamId: string
  /** The same again is no second notice. */
  dedupeKey: string
  /** Told beside the owners and admins, as long as they belong to the team. */
  userIds?: readonly string[]
}

/** Puts a notice into the outbox with a delivery for each person and webhook it is for; answers whether it was new. */
export async function raiseNotice(
  transaction: RoleTransaction,
  { teamId, dedupeKey, userIds = [], ...told }: NoticeInput,
): Promise<boolean> {
  const notice = await transaction
    .insertInto('core.notices')
    .values({
      id: newId(),
      team_id: teamId,
      kind: told.kind,
      dedupe_key: dedupeKey,
      payload: JSON.stringify(told.payload),
      summed_at: null,
    })
    .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!notice) return false
  const people = canSendMail() ? await findReaders(transaction, teamId, userIds) : []
  const webhooks = await transaction
    .selectFrom('core.webhooks')
    .select('id')
    .where('team_id', '=', teamId)
    .where('enabled', '=', true)
    .where('deleted_at', 'is', null)
    .where(sql<boolean>`events && ${eventsOf(told)}::text[]`)
    .execute()
  const recipients = [
    ...people.map((userId) => ({ user_id: userId, webhook_id: null })),
    ...webhooks.map(({ id }) => ({ user_id: null, webhook_id: id })),
  ]
  if (recipients.length === 0) return true
  await transaction
    .insertInto('core.notice_deliveries')
    .values(recipients.map((recipient) => ({ id: newId(), notice_id: notice.id, team_id: teamId, ...recipient })))
    .execute()
  return true
}

/** Whoever is subscribed to one of these gets it. */
function eventsOf(told: Notice): string[] {
  if (told.kind !== 'notices.summary') return [told.kind]
  return Object.entries(told.payload.counts).flatMap(([kind, count]) => (count > 0 ? [kind] : []))
}

async function findReaders(transaction: RoleTransaction, teamId: string, userIds: readonly string[]): Promise<string[]> {
  const rows = await transaction
    .selectFrom('core.memberships as m')
    .innerJoin('core.users as u', 'u.id', 'm.user_id')
    .select('m.user_id')
    .where('m.team_id', '=', teamId)
    .where('u.disabled_at', 'is', null)
    .where((where) => where.or([where('m.role', 'in', ['owner', 'admin']), where('m.user_id', 'in', [...userIds, teamId])]))
    .execute()
  return rows.map((row) => row.user_id)
}
