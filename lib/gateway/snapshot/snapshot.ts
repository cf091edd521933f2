import type { ModelLimits } from '#lib/gateway/admission/bound-input'
import type { PriceCard } from '#lib/shared/pricing/price-card'
import type { Candidate } from '#lib/gateway/routing/plan-route'
import type { SealedSecret } from '#lib/shared/crypto'

/** A channel as one model sees it. */
export interface ChannelCandidate extends Candidate {
  provider: 'openai' | 'openai-compatible'
  baseUrl: string
  /** The model's name at this channel. */
  upstreamModel: string
  /** Whether an answer is read on for its usage when the client has gone, because the vendor charges it anyway. */
  drainsOnDisconnect: boolean
  /** What the operator pays; null when the operator did not say. */
  cost: PriceCard | null
}

export interface ModelEntry {
  name: string
  displayName: string
  vendor: string
  createdAt: Date
  limits: ModelLimits
  capabilities: readonly string[]
  inputModalities: readonly string[]
  outputModalities: readonly string[]
  /** Sell price by customer group; a group without one can neither see nor buy the model. */
  prices: ReadonlyMap<string, PriceCard>
  candidates: readonly ChannelCandidate[]
}

/** Everything routing and pricing know, as of one moment; never changed, only replaced. */
export interface Snapshot {
  version: bigint
  models: ReadonlyMap<string, ModelEntry>
  credentials: ReadonlyMap<string, SealedCredential>
}

export interface SealedCredential extends SealedSecret {
  id: string
}

/** Stands for "this channel takes no key", so that such a channel is a candidate like any other. */
export const noCredentialId = ''
