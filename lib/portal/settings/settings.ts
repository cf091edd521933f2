import type { Selectable } from 'kysely'
import type { CoreSettings } from '#lib/shared/database/types'

/** What the whole installation is called, and how it looks. */
export interface Brand {
  name: string
  /** Hue of the accent in OKLCH, 0 to 359; lightness and chroma are the design's own. */
  accentHue: number
  /** Where customers ask for help; null where none is given. */
  supportEmail: string | null
  supportUrl: string | null
}

export const defaultBrand: Brand = { name: 'Tollgate', accentHue: 195, supportEmail: null, supportUrl: null }

export const brandColumns = ['brand_name', 'accent_hue', 'support_email', 'support_url'] as const satisfies readonly (keyof CoreSettings)[]

export function toBrand(row: Pick<Selectable<CoreSettings>, (typeof brandColumns)[number]>): Brand {
  return { name: row.brand_name, accentHue: row.accent_hue, supportEmail: row.support_email, supportUrl: row.support_url }
}
