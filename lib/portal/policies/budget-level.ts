import type { Budget } from '#lib/portal/budgets/budget'
import type { PolicyLevel, PolicyLevelName } from '#lib/shared/policy/policy-document'

/**
 * The level whose budget this is, if it counts for these levels; with `tags` those by tag and by model count too, as the
 * team's. Those of an end user count for requests that name them, so for no level.
 */
export function levelOfBudget(
  { scope, scopeId }: Pick<Budget, 'scope' | 'scopeId'>,
  levels: readonly Pick<PolicyLevel, 'level' | 'id'>[],
  tags?: readonly string[],
): PolicyLevelName | undefined {
  const isOfRequest = tags !== undefined && (scope === 'model' || (scope === 'tag' && tags.includes(scopeId)))
  return isOfRequest ? 'team' : levels.find(({ level, id }) => level === scope && id === scopeId)?.level
}
