import type { ScopedLimits } from '#lib/shared/policy/effective-policy'
import { compileNames } from '#lib/shared/policy/match-names'
import { oncePerDocument } from '#lib/shared/policy/once-per-document'
import type { PolicyLevel, RateLimits } from '#lib/shared/policy/policy-document'

/** The limits of the levels that set any, each in its own scope. */
export function compileLimits(levels: readonly PolicyLevel[]): ScopedLimits[] {
  const teamId = levels.find(({ level }) => level === 'team')?.id ?? ''
  return levels.flatMap(({ level, id, policy }) => {
    const limits = limitsOf(policy)
    const setsNone = !limits.all && !limits.endUser && limits.perModel.length === 0 && Object.keys(limits.perMethod).length === 0
    // One person has a policy in each team.
    return setsNone ? [] : [{ level, scope: level === 'member' ? `member:${teamId}.${id}` : `${level}:${id}`, ...limits }]
  })
}

/** Of one document, whosever it is. */
const limitsOf = oncePerDocument(({ end_users: endUsers, limits }): Omit<ScopedLimits, 'level' | 'scope'> => {
  const { per_model: perModel = {}, per_method: perMethod = {}, ...all } = limits ?? {}
  return {
    all: orNull(all),
    perModel: Object.entries(perModel).map(([pattern, ofPattern]) => ({ pattern, matches: compileNames([pattern]), limits: ofPattern })),
    perMethod,
    endUser: orNull(endUsers?.limits),
  }
})

function orNull(limits: RateLimits | undefined): RateLimits | null {
  return limits && Object.values(limits).some((limit) => limit !== undefined) ? limits : null
}
