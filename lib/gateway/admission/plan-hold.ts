import type { ModelLimits } from '#lib/gateway/admission/bound-input'
import { type PriceCard, rateOf, type TokenClass, type TokenRates } from '#lib/shared/pricing/price-card'
import type { ChatRequest } from '#lib/gateway/wire/openai-chat/chat-request'
import { TollgateError } from '#lib/shared/errors'
import { divideCeil } from '#lib/shared/money'

/** The least output admission grants when it lowers the ceiling. */
export const minGrantedTokens = 256
/** The ceiling for a model of which neither output nor context is known; always sent upstream. */
const assumedMaxOutputTokens = 32_768
const perMillion = 1_000_000n

/** The worst case of a request, in the parts admission needs to lower the output ceiling. */
export interface HoldPlan {
  /** Input bound, price per request, prediction. */
  fixedNanos: bigint
  /** Of one token of the ceiling, for all choices together. */
  outputNanosPerMillion: bigint
  maxTokens: number
  clientGaveMax: boolean
  minTokens: number
  holdNanos: bigint
  /** The ceiling is an assumption, or lower than the model's, so the upstream must be told of it. */
  mustSendCeiling: boolean
  /** The ceiling is lower than the model's, because a policy says so. */
  isLowered: boolean
}

/**
 * The hold of a request over the price cards of its candidates: `inputTokens` at the dearest rate it may be billed at, and
 * the client's own maximum, or the model's (`mostTokens` at most), for each choice.
 * @throws TollgateError `unsupported_parameter` for an output modality without a price, or more thinking than the model has output.
 */
export function planHold(
  request: ChatRequest,
  limits: ModelLimits,
  cards: readonly PriceCard[],
  inputTokens: number,
  mostTokens = Number.POSITIVE_INFINITY,
): HoldPlan {
  refuseUnpricedOutput(request, cards)
  const ceiling = outputCeiling(request, limits)
  const isLowered = request.maxTokens === null && ceiling > mostTokens
  const maxTokens = isLowered ? mostTokens : ceiling
  let plan: HoldPlan | null = null
  for (const card of cards) {
    const { inputRate, outputRate } = dearestRates(request, card, inputTokens)
    const outputNanosPerMillion = outputRate * BigInt(request.choices)
    const fixedTokenNanos = BigInt(inputTokens) * inputRate + BigInt(request.predictionBytes) * outputNanosPerMillion
    const fixedNanos = card.requestNanos + divideCeil(fixedTokenNanos, perMillion)
    const holdNanos = fixedNanos + divideCeil(BigInt(maxTokens) * outputNanosPerMillion, perMillion)
    if (plan && plan.holdNanos >= holdNanos) continue
    plan = {
      fixedNanos,
      outputNanosPerMillion,
      maxTokens,
      clientGaveMax: request.maxTokens !== null,
      minTokens: Math.max(Math.min(minGrantedTokens, maxTokens), request.thinking?.tokens ?? 0),
      holdNanos,
      mustSendCeiling: isLowered || (request.maxTokens === null && limits.maxOutputTokens === null && limits.contextLength === null),
      isLowered,
    }
  }
  if (!plan) throw new TollgateError('no_channel')
  return plan
}

/** The hold of a plan at another output ceiling. */
export function holdFor(plan: HoldPlan, ceilingTokens: number): bigint {
  return plan.fixedNanos + divideCeil(BigInt(ceilingTokens) * plan.outputNanosPerMillion, perMillion)
}

/** The plan within `mostNanos`: with a lower ceiling where the client named none, null where that does not do. */
export function fitHold(plan: HoldPlan, mostNanos: bigint): HoldPlan | null {
  if (plan.holdNanos <= mostNanos) return plan
  const tokens = affordableTokens(plan, mostNanos)
  if (plan.clientGaveMax || tokens < plan.minTokens) return null
  return { ...plan, maxTokens: tokens, holdNanos: holdFor(plan, tokens), mustSendCeiling: true, isLowered: true }
}

/** How much output `nanos` would pay for beside everything else. */
export function affordableTokens(plan: HoldPlan, nanos: bigint): number {
  if (nanos < plan.fixedNanos) return 0
  if (plan.outputNanosPerMillion === 0n) return plan.maxTokens
  return Number(((nanos - plan.fixedNanos) * perMillion) / plan.outputNanosPerMillion)
}

/** Thinking counts as output: beside a maximum of the client's it may exceed it, but never the model's own. */
function outputCeiling({ maxTokens, thinking }: ChatRequest, limits: ModelLimits): number {
  if (maxTokens !== null) return Math.max(maxTokens, thinking?.tokens ?? 0)
  const most = limits.maxOutputTokens ?? limits.contextLength ?? assumedMaxOutputTokens
  if (!thinking || thinking.tokens <= most) return most
  const message = `"${thinking.param}" may be at most ${most} for this model.`
  throw new TollgateError('unsupported_parameter', { param: thinking.param, message })
}

function dearestRates(request: ChatRequest, card: PriceCard, inputTokens: number): { inputRate: bigint; outputRate: bigint } {
  const { images, documents, audios } = request.media
  const inputClasses: TokenClass[] = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h']
  if (images + documents > 0) inputClasses.push('image')
  if (audios + documents > 0) inputClasses.push('audioIn')
  const outputClasses: TokenClass[] = request.outputModalities.audio ? ['output', 'reasoning', 'audioOut'] : ['output', 'reasoning']
  const reachable = [card.rates, ...card.tiers.filter((tier) => inputTokens > tier.aboveInputTokens).map((tier) => tier.rates)]
  return { inputRate: dearest(reachable, inputClasses), outputRate: dearest(reachable, outputClasses) }
}

function dearest(candidates: readonly TokenRates[], classes: readonly TokenClass[]): bigint {
  let most = 0n
  for (const rates of candidates) {
    for (const tokenClass of classes) {
      const rate = rateOf(rates, tokenClass)
      if (rate > most) most = rate
    }
  }
  return most
}

function refuseUnpricedOutput(request: ChatRequest, cards: readonly PriceCard[]): void {
  const { audio, image } = request.outputModalities
  if (audio && cards.some((card) => card.rates.audioOut === null)) throw unpriced('audio')
  // Prices know images as input only.
  if (image) throw unpriced('image')
}

function unpriced(modality: string): TollgateError {
  return new TollgateError('unsupported_parameter', { param: 'modalities', message: `This model has no price for ${modality} output.` })
}
