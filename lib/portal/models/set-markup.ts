import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { putModel } from '#lib/portal/models/put-model'
import { lockCatalogue } from '#lib/portal/models/lock-catalogue'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

const maxModels = 2_000

/** Sets what imports of list prices add on top, for several models at once; what is sold now keeps its price. */
export function setMarkup(
  actor: Actor,
  { models, markupPpm }: { models: readonly string[]; markupPpm: bigint },
  joined?: RoleTransaction,
): Promise<number> {
  return acting(joined, async (transaction) => {
    await requirePermission(transaction, actor, 'catalogue.change', null)
    const names = [...new Set(models)]
    if (names.length > maxModels) throw new TollgateError('invalid_request', { param: 'models' })
    await lockCatalogue(transaction)
    const known = names.length === 0 ? [] : await transaction.selectFrom('core.models').select('name').where('name', 'in', names).execute()
    if (known.length !== names.length) throw new TollgateError('not_found')
    for (const name of names) await putModel(actor, { name, markupPpm }, transaction)
    return names.length
  })
}
