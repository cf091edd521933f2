import type { ScopedLimits } from '#lib/shared/policy/effective-policy'
import { compileNames } from '#lib/shared/policy/match-names'
import type { PolicyLevel, RateLimits } from '#lib/shared/policy/policy-document'

/** The limits of the levels that set any, each in its own scope. */
export function compileLimits(levels: readonly PolicyLevel[]): ScopedLimits[] {
  const teamId = levels.find(({ level }) => level === 'team')?.id ?? ''
  return levels.flatMap(({ level, id, policy }) => {
    const { per_model: perModel = {}, per_method: perMethod = {}, ...all } = policy.limits ?? {}
    const endUser = policy.end_users?.limits
    const scoped: ScopedLimits = {
      level,
      // One person has a policy in each team.
      scope: level === 'member' ? `member:${teamId}.${id}` : `${level}:${id}`,
      all: orNull(all),
      perModel: Object.entries(perModel).map(([pattern, limits]) => ({ pattern, matches: compileNames([pattern]), limits })),
      perMethod,
      endUser: orNull(endUser),
    }
    const setsNone = !scoped.all && !scoped.endUser && scoped.perModel.length === 0 && Object.keys(perMethod).length === 0
    return setsNone ? [] : [scoped]
  })
}

function orNull(limits: RateLimits | undefined): RateLimits | null {
  return limits && Object.values(limits).some((limit) => limit !== undefined) ? limits : null
}
