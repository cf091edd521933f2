import type { Actor } from '#lib/portal/acting/actor'
import { reading } from '#lib/portal/acting/run-verb'
import { type Brand, brandColumns, toBrand } from '#lib/portal/settings/settings'

/** The installation's settings as they are now, for operators; pages show `readBrand`, which may be half a minute old. */
export function getSettings(actor: Actor): Promise<Brand> {
  return reading(actor, 'settings.read', null, async (transaction) =>
    toBrand(await transaction.selectFrom('core.settings').select(brandColumns).executeTakeFirstOrThrow()),
  )
}
