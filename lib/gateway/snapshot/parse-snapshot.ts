import { type PriceCard, type StoredRates, type TokenClass, toPriceCard } from '#lib/shared/pricing/price-card'
import {
  type ChannelCandidate,
  type ModelEntry,
  noCredentialId,
  type SealedCredential,
  type Snapshot,
} from '#lib/gateway/snapshot/snapshot'

/** What `core.gateway_snapshot()` answers. Amounts are decimal text of nanodollars. */
export interface SnapshotRow {
  version: number
  models: ModelRow[]
  channels: ChannelRow[]
  prices: PriceRow[]
}

interface ModelRow {
  name: string
  display_name: string
  vendor: string
  context_length: number | null
  max_output_tokens: number | null
  max_image_tokens: number | null
  capabilities: string[]
  input_modalities: string[]
  output_modalities: string[]
  created_at: string
}

interface ChannelRow {
  id: string
  provider: ChannelCandidate['provider']
  base_url: string
  priority: number
  weight: number
  drain_on_disconnect: boolean
  models: { model: string; upstream_model: string | null }[]
  credentials: { id: string; key_version: number; wrapped_key: string; ciphertext: string }[]
}

type RateName = 'input' | 'output' | 'cache_read' | 'cache_write_5m' | 'cache_write_1h' | 'reasoning' | 'audio_in' | 'audio_out' | 'image'
type PriceRow = Record<RateName, string | null> & {
  id: string
  kind: 'sell' | 'cost'
  model: string
  customer_group: string | null
  channel_id: string | null
  request: string | null
  tiers: TierRow[]
}
type TierRow = { above_input_tokens: number } & Partial<Record<`${RateName}_nanos_per_million`, number | string | null>>

const rateNames: readonly (readonly [TokenClass, RateName])[] = [
  ['input', 'input'],
  ['output', 'output'],
  ['cacheRead', 'cache_read'],
  ['cacheWrite5m', 'cache_write_5m'],
  ['cacheWrite1h', 'cache_write_1h'],
  ['reasoning', 'reasoning'],
  ['audioIn', 'audio_in'],
  ['audioOut', 'audio_out'],
  ['image', 'image'],
]

/** Indexes the database's answer for routing and pricing. */
export function parseSnapshot(row: SnapshotRow): Snapshot {
  const sell = new Map<string, Map<string, PriceCard>>()
  const costs = new Map<string, PriceCard>()
  for (const price of row.prices) {
    const card = parsePrice(price)
    if (price.kind === 'cost') costs.set(costKey(price.model, price.channel_id), card)
    else if (price.customer_group !== null) groupOf(sell, price.model).set(price.customer_group, card)
  }
  const candidates = new Map<string, ChannelCandidate[]>()
  const credentials = new Map<string, SealedCredential>()
  for (const channel of row.channels) {
    for (const { id, key_version, wrapped_key, ciphertext } of channel.credentials) {
      credentials.set(id, {
        id,
        keyVersion: key_version,
        wrappedKey: Buffer.from(wrapped_key, 'base64'),
        ciphertext: Buffer.from(ciphertext, 'base64'),
      })
    }
    for (const { model, upstream_model } of channel.models) {
      const cost = costs.get(costKey(model, channel.id)) ?? costs.get(costKey(model, null)) ?? null
      const served = candidates.get(model) ?? []
      served.push({ ...parseChannel(channel), upstreamModel: upstream_model ?? model, cost })
      candidates.set(model, served)
    }
  }
  const models = row.models.map((model) => parseModel(model, sell.get(model.name) ?? new Map(), candidates.get(model.name) ?? []))
  return { version: BigInt(row.version), models: new Map(models.map((model) => [model.name, model])), credentials }
}

function costKey(model: string, channelId: string | null): string {
  return `${channelId ?? ''} ${model}`
}

function groupOf(sell: Map<string, Map<string, PriceCard>>, model: string): Map<string, PriceCard> {
  const groups = sell.get(model) ?? new Map<string, PriceCard>()
  sell.set(model, groups)
  return groups
}

function parseChannel(channel: ChannelRow): Omit<ChannelCandidate, 'upstreamModel' | 'cost'> {
  const ids = channel.credentials.map((credential) => credential.id)
  return {
    channelId: channel.id,
    provider: channel.provider,
    baseUrl: channel.base_url,
    priority: channel.priority,
    weight: channel.weight,
    drainsOnDisconnect: channel.drain_on_disconnect,
    credentialIds: ids.length > 0 ? ids : [noCredentialId],
  }
}

function parseModel(model: ModelRow, prices: ReadonlyMap<string, PriceCard>, candidates: readonly ChannelCandidate[]): ModelEntry {
  return {
    name: model.name,
    displayName: model.display_name || model.name,
    vendor: model.vendor,
    createdAt: new Date(model.created_at),
    limits: { contextLength: model.context_length, maxOutputTokens: model.max_output_tokens, maxImageTokens: model.max_image_tokens },
    capabilities: model.capabilities,
    inputModalities: model.input_modalities,
    outputModalities: model.output_modalities,
    prices,
    candidates,
  }
}

function parsePrice(price: PriceRow): PriceCard {
  return toPriceCard({
    id: price.id,
    rates: readRates((name) => price[name]),
    requestNanos: price.request === null ? null : BigInt(price.request),
    tiers: price.tiers.map((tier) => ({
      aboveInputTokens: tier.above_input_tokens,
      rates: readRates((name) => tier[`${name}_nanos_per_million`] ?? null),
    })),
  })
}

function readRates(read: (name: RateName) => string | number | null): StoredRates {
  const entries = rateNames.map(([tokenClass, name]) => {
    const value = read(name)
    return [tokenClass, value === null ? null : BigInt(value)] as const
  })
  return Object.fromEntries(entries) as Record<TokenClass, bigint | null>
}
