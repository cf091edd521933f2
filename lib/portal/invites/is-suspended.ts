import { type RawBuilder, sql } from 'kysely'

/**
 * Whether an invite of the table `alias` waits because whoever sent it is disabled, themselves or with a key of operator
 * scope: who is shut out brings nobody in, least of all another account of their own. It works again once they do, or
 * once somebody else has sent it again.
 */
export function isSuspended(alias: string): RawBuilder<boolean> {
  const invitedBy = sql.ref(`${alias}.invited_by`)
  const invitedWith = sql.ref(`${alias}.invited_with`)
  return sql<boolean>`exists (
    select from core.users sender
    where sender.disabled_at is not null and (
      sender.id = ${invitedBy}
      or sender.id = (select k.created_by from core.management_keys k where k.id = ${invitedWith} and k.team_id is null)))`
}
