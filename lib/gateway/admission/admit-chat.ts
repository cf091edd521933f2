import { boundUsage } from '#lib/gateway/admission/bound-input'
import { couldFit, planChat, type PlannedChat } from '#lib/gateway/admission/plan-chat'
import { holdFor } from '#lib/gateway/admission/plan-hold'
import { refuseModel, refuseMoney, type Shortfall } from '#lib/gateway/admission/refuse-admission'
import { requireAccess } from '#lib/gateway/admission/require-access'
import { authenticateAgain, authenticateRefused, type Caller } from '#lib/gateway/keys/authenticate'
import { estimateRequestTokens } from '#lib/gateway/limits/estimate-request-tokens'
import type { LimitGrant } from '#lib/gateway/limits/limit-grant'
import { planLimits } from '#lib/gateway/limits/plan-limits'
import { takeDecidedLimits, type UndecidedAnswer } from '#lib/gateway/limits/take-limits'
import type { ChargeTerms } from '#lib/gateway/metering/charge-usage'
import { countPromptTokens } from '#lib/gateway/metering/count-prompt-tokens'
import { currentSnapshot, snapshotSince, verifiedSnapshot } from '#lib/gateway/snapshot/current-snapshot'
import type { ModelEntry, Snapshot } from '#lib/gateway/snapshot/snapshot'
import type { ChatRequest } from '#lib/gateway/wire/openai-chat/chat-request'
import { type AdmitItem, admitRequest, type AdmitVerdict } from '#lib/ledger/admit-request'
import { TollgateError } from '#lib/shared/errors'
import type { Access } from '#lib/shared/policy/check-policy'

/** Stale snapshots and changed keys in a row before the request is given up as unlucky. */
const maxRounds = 6

export const chatWire = 'openai-chat'

/** A request whose worst case is held, with the model and price it was held at, and what it took from its limits. */
export interface AdmittedChat extends ChargeTerms {
  caller: Caller
  /** With what the policy adds to it. */
  chat: ChatRequest
  snapshot: Snapshot
  model: ModelEntry
  /** Ceiling that must be written upstream; null where the client's own, or the model's, stands. */
  ceilingTokens: number | null
  /** The ceiling is lower than the model's, for want of money or by policy. */
  wasLowered: boolean
  /** The model a budget named in place of the one asked for, which it could not pay any more. */
  fallbackModel: string | null
  /** To be ended with the request. */
  grant: LimitGrant
  /** Milliseconds that asking the limits took; null where there are none. */
  limitsMs: number | null
}

export interface AdmissionInput {
  requestId: string
  caller: Caller
  access: Access
  chat: ChatRequest
  ttlMs: number
  now: () => number
}

/**
 * Plans the request under its key's policy, takes its limits and asks the ledger to hold it, again with fresh knowledge when the ledger says
 * ours is old or before a policy refuses by memory, once more with the text tokenised when the byte bound does not fit, and
 * once more with another model where an exhausted budget names one.
 * @throws TollgateError model_not_allowed, end_user_required, invalid_request, request_too_expensive, model_not_found, no_channel,
 * rate_limit_exceeded, concurrency_limit_exceeded, insufficient_credit, budget_exceeded, or what authentication and access throw.
 */
export async function admitChat({ requestId, access, chat, ttlMs, now, ...input }: AdmissionInput): Promise<AdmittedChat> {
  let { caller } = input
  let isKeyFresh = false
  let snapshot = await currentSnapshot()
  let countedTokens: number | null = null
  let exhausted: Exhausted | null = null
  let limitsMs = 0

  async function refreshKey(authenticate = authenticateRefused) {
    const at = now()
    caller = await requireAccess(await authenticate(caller, at), { ...access, now: at }, { isFresh: true })
    isKeyFresh = true
  }

  for (let round = 0; round < maxRounds; round++) {
    const planned = planChat({ key: caller.key, snapshot, chat, countedTokens, fallbackModel: exhausted?.fallbackModel ?? null })
    if (planned.kind !== 'planned' && exhausted) throw exhausted.error
    if (planned.kind === 'refused') {
      if (planned.couldFit) countedTokens = await countPromptTokens(chat)
      else if (isKeyFresh) throw planned.error
      else await refreshKey()
      continue
    }
    if (planned.kind === 'not_offered') {
      const verified = await verifiedSnapshot()
      if (verified !== snapshot) snapshot = verified
      else if (isKeyFresh) throw refuseModel(snapshot, planned.model, caller.key)
      else await refreshKey()
      continue
    }
    const askedAt = performance.now()
    const asking = askLimits(requestId, caller, access, planned, now())
    const limits = asking instanceof Promise ? await asking : asking
    limitsMs += performance.now() - askedAt
    if (!limits.ok) {
      if (isKeyFresh) throw limits.error
      await refreshKey()
      continue
    }
    const { grant, decide } = limits
    const verdict = await admitGranted(admissionOf(requestId, caller, snapshot, planned, ttlMs), grant, decide)
    switch (verdict.kind) {
      case 'held':
      case 'lowered':
        return {
          ...describeAdmission(caller, snapshot, planned, verdict),
          fallbackModel: exhausted?.fallbackModel ?? null,
          grant,
          limitsMs: grant.isUnlimited ? null : limitsMs,
        }
      case 'stale_snapshot':
        snapshot = await snapshotSince(verdict.version)
        break
      case 'key_changed':
        await refreshKey(authenticateAgain)
        break
      default:
        if (countedTokens === null && couldFit(planned, verdict.availableNanos)) countedTokens = await countPromptTokens(chat)
        else exhausted = planOnceMore(verdict, planned, exhausted)
    }
  }
  throw new TollgateError('unavailable')
}

function askLimits(
  requestId: string,
  { key }: Caller,
  { method }: Access,
  { chat, model, plan }: PlannedChat,
  now: number,
): UndecidedAnswer | Promise<UndecidedAnswer> {
  const tokens = estimateRequestTokens(chat, model.limits, plan.maxTokens)
  return takeDecidedLimits(planLimits(key.policy, { model: model.name, method, endUser: chat.endUser, tokens }), {
    requestId,
    teamId: key.teamId,
    now,
  })
}

/** Whatever the ledger does not hold counts in no limit. */
async function admitGranted(item: AdmitItem, grant: LimitGrant, decide: ((isHeld: boolean) => void) | null): Promise<AdmitVerdict> {
  let isHeld = false
  try {
    const verdict = await admitRequest(item)
    isHeld = verdict.kind === 'held' || verdict.kind === 'lowered'
    return verdict
  } finally {
    if (!isHeld) await grant.giveBack()
    decide?.(isHeld)
  }
}

interface Exhausted {
  fallbackModel: string
  /** What is said if the fallback does not do either. */
  error: TollgateError
}

/** @throws TollgateError the refusal, unless it is the first and its budget names another model. */
function planOnceMore(shortfall: Shortfall, { plan, model }: PlannedChat, before: Exhausted | null): Exhausted {
  if (before) throw before.error
  const error = refuseMoney(shortfall, plan)
  const fallbackModel = shortfall.kind === 'over_budget' ? shortfall.fallbackModel : null
  if (fallbackModel === null || fallbackModel === model.name) throw error
  return { fallbackModel, error }
}

function admissionOf(requestId: string, { key }: Caller, snapshot: Snapshot, { plan, model, chat }: PlannedChat, ttlMs: number): AdmitItem {
  return {
    requestId,
    teamId: key.teamId,
    keyId: key.keyId,
    policyVersion: key.policyVersion,
    snapshotVersion: snapshot.version,
    model: model.name,
    wire: chatWire,
    holdNanos: plan.holdNanos,
    fixedNanos: plan.fixedNanos,
    outputNanosPerMillion: plan.outputNanosPerMillion,
    leastTokens: plan.clientGaveMax ? null : plan.minTokens,
    ttlMs,
    memberId: key.policy.memberId,
    tags: key.policy.tags,
    endUser: chat.endUser,
  }
}

function describeAdmission(
  caller: Caller,
  snapshot: Snapshot,
  { chat, model, price, plan }: PlannedChat,
  verdict: Extract<AdmitVerdict, { kind: 'held' | 'lowered' }>,
): Omit<AdmittedChat, 'fallbackModel' | 'grant' | 'limitsMs'> {
  const granted = verdict.kind === 'lowered' ? verdict.ceilingTokens : plan.maxTokens
  return {
    caller,
    chat,
    snapshot,
    model,
    price,
    ceilingTokens: verdict.kind === 'lowered' || plan.mustSendCeiling ? granted : null,
    wasLowered: verdict.kind === 'lowered' || plan.isLowered,
    holdNanos: holdFor(plan, granted),
    usageBounds: boundUsage(chat, model.limits, granted),
  }
}
