import { type Brand, brandColumns, defaultBrand, toBrand } from '#lib/portal/settings/settings'
import { asPortal } from '#lib/shared/database/as-role'
import { log } from '#lib/shared/log'
import { processState } from '#lib/shared/process-state'

/** Another process learns of a change after this long; a database that was away is asked again after the pause. */
const keptMs = 30_000
const pauseMs = 5_000

interface KeptBrand {
  brand: Brand
  readAt: number
  underWay: Promise<Brand> | null
}

const kept = () => processState<KeptBrand>('brand', () => ({ brand: defaultBrand, readAt: -Infinity, underWay: null }))

/** Name and colour for any page, signed in or not. While the database is away it answers the last it knew. */
export function readBrand(): Promise<Brand> {
  const state = kept()
  if (performance.now() - state.readAt < keptMs) return Promise.resolve(state.brand)
  state.underWay ??= readAnew().finally(() => {
    state.underWay = null
  })
  return state.underWay
}

async function readAnew(): Promise<Brand> {
  const state = kept()
  const askedAt = state.readAt
  try {
    const row = await asPortal((tx) => tx.selectFrom('core.settings').select(brandColumns).executeTakeFirstOrThrow())
    // A change that arrived meanwhile is newer than what was read.
    if (state.readAt === askedAt) keepBrand(toBrand(row))
  } catch (error) {
    log.warn('brand_not_read', {}, error)
    state.readAt = performance.now() - keptMs + pauseMs
  }
  return state.brand
}

/** Shows a change in this process at once. */
export function keepBrand(brand: Brand): void {
  Object.assign(kept(), { brand, readAt: performance.now() })
}
