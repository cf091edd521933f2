import type { Actor } from '#lib/portal/acting/actor'
import { type OperatorRole, operatorMay } from '#lib/portal/acting/permissions'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { revokeInvitesOfOperator } from '#lib/portal/invites/revoke-invites'
import { lockOperatorOwners } from '#lib/portal/users/lock-operator-owners'
import { toUser, type User, userColumns } from '#lib/portal/users/user'
import { switchOffWebhooksOfOperator } from '#lib/portal/webhooks/switch-off-webhooks'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

export interface ChangeOperatorRoleInput {
  userId: string
  /** Null makes them a customer again. */
  role: OperatorRole | null
}

/**
 * Makes somebody an operator, changes what they may, or takes it away. What an operator was worth, so are the management
 * keys of operator scope they made, and their open invites into teams they do not run and webhooks there.
 * @throws TollgateError `conflict` for the last owner and for a disabled person
 */
export function changeOperatorRole(actor: Actor, { userId, role }: ChangeOperatorRoleInput, joined?: RoleTransaction): Promise<User> {
  return acting(joined, async (transaction) => {
    await requirePermission(transaction, actor, 'operator.change', null)
    const owners = await lockOperatorOwners(transaction)
    // Again, now that nobody else can take it away: of two owners who demote each other, the second is none any more.
    await requirePermission(transaction, actor, 'operator.change', null)
    const row = await transaction.selectFrom('core.users').select(userColumns).where('id', '=', userId).forNoKeyUpdate().executeTakeFirst()
    if (!row) throw new TollgateError('not_found')
    const before = toUser(row)
    if (before.operatorRole === role) return before
    if (before.disabledAt !== null && role !== null) {
      throw new TollgateError('conflict', { details: { reason: 'disabled' }, message: 'Enable the account first.' })
    }
    if (before.operatorRole === 'owner' && owners.every((id) => id === userId)) {
      throw new TollgateError('conflict', { details: { reason: 'last_owner' }, message: 'The last operator with the role owner stays.' })
    }
    const after = await transaction
      .updateTable('core.users')
      .set({ operator_role: role })
      .where('id', '=', userId)
      .returning(userColumns)
      .executeTakeFirstOrThrow()
    await writeAudit(transaction, actor, {
      teamId: null,
      action: role === null ? 'operator.take' : 'operator.grant',
      targetKind: 'user',
      targetId: userId,
      before: { operator_role: before.operatorRole },
      after: { operator_role: role },
    })
    if (!operatorMay('invite.change', role)) await revokeInvitesOfOperator(transaction, actor, userId)
    if (!operatorMay('webhook.change', role)) await switchOffWebhooksOfOperator(transaction, actor, userId)
    return toUser(after)
  })
}
