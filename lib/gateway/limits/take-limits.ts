import { type Limit, type LimitPlan, type LimitReading, type LimitTake, minuteMs, type StoreAnswer } from '#lib/gateway/limits/limit'
import { LimitGrant } from '#lib/gateway/limits/limit-grant'
import { type LimitsState, limitsState } from '#lib/gateway/limits/limits-state'
import { refuseLimit } from '#lib/gateway/limits/refuse-limit'
import type { RedisLimits } from '#lib/gateway/limits/redis-limits'
import { beginDecision, whenDecided } from '#lib/gateway/limits/undecided-grants'
import type { UnitsBack } from '#lib/gateway/limits/units-back'
import type { TollgateError } from '#lib/shared/errors'
import { isSharedReachable, reportSharedFailure, within } from '#lib/shared/rate-limit/shared-breaker'

/** A lease outlives a process that dies by no more than this; those of a living one are held on before. */
export const leaseMs = 90_000
/** What a request waits for Redis at most; past it, it goes on under this process' own limits. */
const answerWithinMs = 500
/** Past this a refusal stands, although requests whose money is not decided yet still take their turns. */
const decidedWithinMs = 2_000

export type LimitsAnswer = { ok: true; grant: LimitGrant } | Refused

interface Refused {
  ok: false
  /** 429 with what `retry-after`, `x-ratelimit-*` and details say. */
  error: TollgateError
  /** One that has no room. */
  full: Limit
}

interface LimitedAdmission {
  requestId: string
  teamId: string
  now: number
}

/**
 * Takes the units of one request from every limit of its plan, or none.
 *
 * Before admission: `takeLimits(planLimits(policy, request), { requestId, now })`. In memory the answer is a value, over a
 * shared Redis a promise of one round trip: await only what is a promise. Refused: throw `error`. Else the grant is the
 * caller's to end, on every path and once: `giveBack()` when the request is not to count after all (admission refused, the
 * key changed and limits are asked again), or `settle(tokens)` when it has ended, with what it really used; `free()` before
 * that, where the tokens are not known yet, ends its leases only. `headers` go with the answer. Leases of a process that
 * lives are held on by themselves, those of one that died run out.
 * @param now milliseconds since the epoch: which day it is
 */
export function takeLimits(plan: LimitPlan, { now, requestId }: { requestId: string; now: number }): LimitsAnswer | Promise<LimitsAnswer> {
  const state = limitsState()
  const take: LimitTake = { requestId, plan, leaseMs, wallTime: now }
  if (plan.limits.length === 0) return { ok: true, grant: new LimitGrant(state, take, { at: 0, readings: [] }) }
  const { shared } = state
  return shared && isSharedReachable() ? takeShared(state, shared, take) : takeHere(state, take, false)
}

/** A grant whose request is not admitted yet; `decide` is to be told, once, whether it was, after what was refused is given back. */
export type UndecidedAnswer = { ok: true; grant: LimitGrant; decide: ((isHeld: boolean) => void) | null } | Refused

/**
 * The same for a request that is to be admitted. Others take their units before it is known whether there is money for
 * them: one is refused only by what counts for good, so that nobody's exhausted budget costs another a place.
 */
export function takeDecidedLimits(plan: LimitPlan, request: LimitedAdmission): UndecidedAnswer | Promise<UndecidedAnswer> {
  const answer = takeLimits(plan, request)
  return answer instanceof Promise || !answer.ok ? insist(plan, request, answer) : leaveUndecided(request, answer)
}

async function insist(plan: LimitPlan, request: LimitedAdmission, first: LimitsAnswer | Promise<LimitsAnswer>): Promise<UndecidedAnswer> {
  const until = performance.now() + decidedWithinMs
  let answer = leaveUndecided(request, await first)
  while (!answer.ok) {
    const back = await unitsBackBy(until, request.teamId)
    if (!back) break
    answer = (await back.ask(plan, () => takeAgain(plan, request))) ?? answer
  }
  return answer
}

/** Nobody waits longer, whatever becomes of the requests that have the units. */
async function unitsBackBy(until: number, teamId: string): Promise<UnitsBack | null> {
  const deciding = whenDecided(teamId)
  const leftMs = until - performance.now()
  if (!deciding || leftMs <= 0) return null
  const late = Promise.withResolvers<null>()
  const timer = setTimeout(() => late.resolve(null), leftMs)
  try {
    return await Promise.race([deciding, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

function takeAgain(plan: LimitPlan, request: LimitedAdmission): UndecidedAnswer | Promise<UndecidedAnswer> {
  const again = takeLimits(plan, request)
  return again instanceof Promise ? again.then((answer) => leaveUndecided(request, answer)) : leaveUndecided(request, again)
}

/** In the same turn as the units were taken: who is refused because of them must see that they are undecided. */
function leaveUndecided({ teamId }: LimitedAdmission, answer: LimitsAnswer): UndecidedAnswer {
  if (!answer.ok) return answer
  return { ...answer, decide: answer.grant.isUnlimited ? null : beginDecision(teamId) }
}

function takeHere(state: LimitsState, take: LimitTake, mayBeShared: boolean): LimitsAnswer {
  const answer = state.memory.take(take)
  if (!answer.taken) return refused(take.plan, answer.readings)
  return { ok: true, grant: new LimitGrant(state, take, { at: answer.at, readings: answer.readings, mayBeShared }) }
}

function refused(plan: LimitPlan, readings: readonly LimitReading[]): Refused {
  const full = readings.find(({ waitMs }) => waitMs !== 0)
  if (!full) throw new Error('no limit refused')
  return { ok: false, error: refuseLimit(plan, readings), full: full.limit }
}

async function takeShared(state: LimitsState, shared: RedisLimits, take: LimitTake): Promise<LimitsAnswer> {
  let answer: StoreAnswer
  try {
    answer = await within(shared.take(take), answerWithinMs)
  } catch (error) {
    reportSharedFailure(error)
    return takeHere(state, take, true)
  }
  if (!answer.taken) return refused(take.plan, answer.readings)
  const grant = (at: number, readings: LimitReading[]) => new LimitGrant(state, take, { at, readings, sharedAt: answer.at })
  if (performance.now() - state.returnedAt >= minuteMs) return { ok: true, grant: grant(state.memory.record(take), answer.readings) }
  // Redis has not seen what this process let in while it was away: for a minute both must have room.
  const here = state.memory.take(take)
  if (here.taken) return { ok: true, grant: grant(here.at, answer.readings) }
  const unused = { tokens: -take.plan.tokens, givesBack: true, freesLeases: true, wallTime: take.wallTime }
  await within(shared.change({ ...take, at: answer.at }, unused), answerWithinMs).catch(reportSharedFailure)
  return refused(take.plan, here.readings)
}
