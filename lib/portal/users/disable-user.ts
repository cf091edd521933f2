import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { lockOperatorOwners } from '#lib/portal/users/lock-operator-owners'
import { toUser, type User, userColumns } from '#lib/portal/users/user'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

/**
 * Shuts a person out of every page and act from now on, their playground keys with them. Their teams' own keys belong to
 * the teams and go on. Once, however often it is asked.
 * @throws TollgateError `conflict` for oneself and for the last operator owner; `forbidden` for an operator, unless one is an owner
 */
export function disableUser(actor: Actor, userId: string, joined?: RoleTransaction): Promise<User> {
  return acting(joined, async (transaction) => {
    await requirePermission(transaction, actor, 'user.disable', null)
    const owners = await lockOperatorOwners(transaction)
    const before = await readUser(transaction, actor, userId)
    if (before.disabledAt !== null) return before
    if (actor.kind === 'user' && actor.userId === userId) {
      throw new TollgateError('conflict', { param: 'user', message: 'You cannot disable your own account.' })
    }
    if (before.operatorRole === 'owner' && owners.every((id) => id === userId)) {
      throw new TollgateError('conflict', { param: 'user', message: 'The last operator with the role owner cannot be disabled.' })
    }
    return change(transaction, actor, before, 'user.disable')
  })
}

/** Lets a disabled person in again, with the teams and roles they had. */
export function enableUser(actor: Actor, userId: string, joined?: RoleTransaction): Promise<User> {
  return acting(joined, async (transaction) => {
    await requirePermission(transaction, actor, 'user.disable', null)
    const before = await readUser(transaction, actor, userId)
    return before.disabledAt === null ? before : change(transaction, actor, before, 'user.enable')
  })
}

/** Who may shut out customers may not therefore shut out operators. */
async function readUser(transaction: RoleTransaction, actor: Actor, userId: string): Promise<User> {
  const row = await transaction.selectFrom('core.users').select(userColumns).where('id', '=', userId).forNoKeyUpdate().executeTakeFirst()
  if (!row) throw new TollgateError('not_found')
  if (row.operator_role !== null) await requirePermission(transaction, actor, 'user.disable_operator', null)
  return toUser(row)
}

async function change(transaction: RoleTransaction, actor: Actor, before: User, action: 'user.disable' | 'user.enable'): Promise<User> {
  const row = await transaction
    .updateTable('core.users')
    .set({ disabled_at: action === 'user.disable' ? sql<Date>`now()` : null })
    .where('id', '=', before.id)
    .returning(userColumns)
    .executeTakeFirstOrThrow()
  await writeAudit(transaction, actor, {
    teamId: null,
    action,
    targetKind: 'user',
    targetId: before.id,
    before: { disabled_at: before.disabledAt },
    after: { disabled_at: row.disabled_at },
  })
  return toUser(row)
}
