import type pg from 'pg'
import type { OperatorRole } from '#lib/portal/acting/permissions'
import { newId } from '#lib/shared/ids'

/**
 * Makes the account with this address an operator, with its audit row, as the owner of the database.
 * @returns false when nobody with that address has signed in yet
 */
export async function grantOperator(owner: pg.ClientBase, email: string, role: OperatorRole = 'owner'): Promise<boolean> {
  await owner.query('begin')
  try {
    const { rows } = await owner.query<{ id: string; operator_role: string | null }>(
      'select id, operator_role from core.users where lower(email) = lower($1) for update',
      [email],
    )
    const [user] = rows
    if (user && user.operator_role !== role) {
      await owner.query('update core.users set operator_role = $2 where id = $1', [user.id, role])
      await owner.query(
        `insert into core.audit_log (id, actor_kind, action, target_kind, target_id, before, after)
         values ($1, 'system', 'operator.grant', 'user', $2, $3, $4)`,
        [newId(), user.id, JSON.stringify({ operator_role: user.operator_role }), JSON.stringify({ operator_role: role })],
      )
    }
    await owner.query('commit')
    return user !== undefined
  } catch (error) {
    await owner.query('rollback')
    throw error
  }
}
