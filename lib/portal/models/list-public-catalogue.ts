import { type CatalogueModel, readCatalogue } from '#lib/portal/models/read-catalogue'
import { asPortal } from '#lib/shared/database/as-role'
import { processState } from '#lib/shared/process-state'

/** How long a change may take to show on the page that anybody may load as often as they like. */
const keptMs = 60_000

interface Kept {
  readAt: number
  models: Promise<readonly CatalogueModel[]> | null
}

const kept = () => processState<Kept>('public-catalogue', () => ({ readAt: -Infinity, models: null }))

/** What a newcomer could call today, at the default group's prices. Everyone who asks within a minute shares one read. */
export function listPublicCatalogue(now: () => number = () => performance.now()): Promise<readonly CatalogueModel[]> {
  const state = kept()
  if (state.models && now() - state.readAt < keptMs) return state.models
  const models = asPortal(async (transaction) => (await readCatalogue(transaction, 'default')).filter((model) => model.available))
  Object.assign(state, { readAt: now(), models })
  // A failed read is not kept: the next visitor asks anew.
  models.catch(() => {
    if (state.models === models) state.models = null
  })
  return models
}
