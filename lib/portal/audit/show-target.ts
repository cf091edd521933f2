import { showId } from '#lib/shared/ids'

const targetPrefixes = {
  user: 'user',
  team: 'team',
  key: 'key',
  management_key: 'mkey',
  channel: 'chan',
  price: 'price',
  entry: 'entry',
  request: 'req',
  invite: 'invite',
  budget: 'budget',
  webhook: 'hook',
} as const

/** The id of what was acted on, as it is shown everywhere else: stored bare, shown with its prefix; a model's is its name. */
export function showTarget(kind: string, id: string): string {
  const prefix = Object.entries(targetPrefixes).find(([target]) => target === kind)?.[1]
  return prefix === undefined ? id : showId(prefix, id)
}
