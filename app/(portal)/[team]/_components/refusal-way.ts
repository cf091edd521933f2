import type { RefusedKey } from '#lib/portal/usage/count-refusals'
import { showId } from '#lib/shared/ids'

/** Where what refuses by this code can be changed. */
const places: Readonly<Record<string, 'budgets' | 'credit' | 'policy' | 'keys' | 'models'>> = {
  budget_exceeded: 'budgets',
  insufficient_credit: 'credit',
  rate_limit_exceeded: 'policy',
  concurrency_limit_exceeded: 'policy',
  request_too_expensive: 'policy',
  model_not_allowed: 'policy',
  endpoint_not_allowed: 'policy',
  address_not_allowed: 'policy',
  client_not_allowed: 'policy',
  end_user_required: 'policy',
  key_disabled: 'keys',
  key_expired: 'keys',
  key_blocked: 'keys',
  missing_model: 'models',
  model_not_found: 'models',
}

export interface RefusalWay {
  word: 'budgets' | 'credit' | 'policy' | 'keyPolicy' | 'keys' | 'key' | 'models'
  href: string
}

export interface RefusalPlace {
  /** The team's shown id. */
  team: string
  seesCredit: boolean
}

/** The page that mends a refusal: that of the key where it was only one, since all that binds it is there; null where no page does. */
export function refusalWay(code: string, keys: readonly RefusedKey[], { team, seesCredit }: RefusalPlace): RefusalWay | null {
  const place = places[code]
  if (place === undefined || (place === 'credit' && !seesCredit)) return null
  const [only, ...others] = keys
  const href = only && others.length === 0 ? keyHref(team, only) : null
  if (href !== null && place === 'policy') return { word: 'keyPolicy', href }
  if (href !== null && place === 'keys') return { word: 'key', href }
  return { word: place, href: `/${team}/${place}` }
}

/** The page of a key; null for what has none. */
export function keyHref(team: string, { id, kind, isDeleted }: RefusedKey): string | null {
  return kind === 'playground' || isDeleted ? null : `/${team}/keys/${showId('key', id)}`
}
