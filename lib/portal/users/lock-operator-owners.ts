import type { RoleTransaction } from '#lib/shared/database/as-role'

/** Every operator owner who can act, locked in one order: two who shut each other out cannot both succeed. */
export async function lockOperatorOwners(transaction: RoleTransaction): Promise<string[]> {
  const owners = await transaction
    .selectFrom('core.users')
    .select('id')
    .where('operator_role', '=', 'owner')
    .where('disabled_at', 'is', null)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return owners.map(({ id }) => id)
}
