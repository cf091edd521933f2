import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { requireText } from '#lib/portal/acting/check-text'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { keepBrand } from '#lib/portal/settings/read-brand'
import { type Brand, brandColumns, toBrand } from '#lib/portal/settings/settings'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

/** Only what is given changes; null takes a contact away. */
export type UpdateSettingsInput = Partial<Brand>

const emailPattern = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/

/** Renames the installation, changes its accent or where customers find help. Other processes follow within half a minute. */
export async function updateSettings(actor: Actor, input: UpdateSettingsInput, joined?: RoleTransaction): Promise<Brand> {
  const brand = await acting(joined, async (transaction) => {
    await requirePermission(transaction, actor, 'settings.change', null)
    const before = await transaction.selectFrom('core.settings').select(brandColumns).forUpdate().executeTakeFirstOrThrow()
    const change = {
      brand_name: input.name === undefined ? before.brand_name : requireText(input.name, 'name', 40),
      accent_hue: input.accentHue === undefined ? before.accent_hue : requireHue(input.accentHue),
      support_email: input.supportEmail === undefined ? before.support_email : requireEmail(input.supportEmail),
      support_url: input.supportUrl === undefined ? before.support_url : requireWebAddress(input.supportUrl),
    }
    const after = await transaction
      .updateTable('core.settings')
      .set({ ...change, updated_at: sql`now()` })
      .returning(brandColumns)
      .executeTakeFirstOrThrow()
    await writeAudit(transaction, actor, {
      teamId: null,
      action: 'settings.change',
      targetKind: 'installation',
      targetId: 'settings',
      before,
      after,
    })
    return toBrand(after)
  })
  // Whoever brought the transaction has yet to commit it; the cache then follows by itself.
  if (!joined) keepBrand(brand)
  return brand
}

function requireHue(hue: number): number {
  if (Number.isInteger(hue) && hue >= 0 && hue <= 359) return hue
  throw new TollgateError('invalid_request', { param: 'accent_hue', message: 'accent_hue must be a whole number from 0 to 359.' })
}

function requireEmail(email: string | null): string | null {
  if (email === null) return null
  const text = requireText(email, 'support_email', 254)
  if (emailPattern.test(text)) return text
  throw new TollgateError('invalid_request', { param: 'support_email', message: 'support_email must be a mail address.' })
}

/** Customers follow this link, so it may be no script. */
function requireWebAddress(address: string | null): string | null {
  if (address === null) return null
  const url = URL.parse(requireText(address, 'support_url', 500))
  if (url && (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '') return url.href
  throw new TollgateError('invalid_request', { param: 'support_url', message: 'support_url must be an http or https address.' })
}
