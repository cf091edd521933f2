import { describe, expect, it } from 'vitest'
import { rateOf, ratesFor } from '#lib/shared/pricing/price-card'
import { parseSnapshot, type SnapshotRow } from '#lib/gateway/snapshot/parse-snapshot'

type PriceRow = SnapshotRow['prices'][number]

const model = (name: string): SnapshotRow['models'][number] => ({
  name,
  display_name: '',
  vendor: 'v',
  context_length: 1000,
  max_output_tokens: null,
  max_image_tokens: null,
  capabilities: [],
  input_modalities: ['text'],
  output_modalities: ['text'],
  created_at: '2026-01-01T00:00:00Z',
})

const price = (id: string, own: Partial<PriceRow>): PriceRow => ({
  id,
  kind: 'sell',
  model: 'm',
  customer_group: 'default',
  channel_id: null,
  tiers: [],
  input: '1',
  output: '2',
  cache_read: null,
  cache_write_5m: null,
  cache_write_1h: null,
  reasoning: null,
  audio_in: null,
  audio_out: null,
  image: null,
  request: null,
  ...own,
})

const channel = (id: string, own: Partial<SnapshotRow['channels'][number]> = {}): SnapshotRow['channels'][number] => ({
  id,
  provider: 'openai-compatible',
  base_url: 'http://up/v1',
  priority: 0,
  weight: 1,
  drain_on_disconnect: false,
  models: [{ model: 'm', upstream_model: null }],
  credentials: [{ id: `${id}-key`, key_version: 1, wrapped_key: 'AQ==', ciphertext: 'Ag==' }],
  ...own,
})

const parse = (row: Partial<SnapshotRow>) => parseSnapshot({ version: 7, models: [model('m')], channels: [], prices: [], ...row })

describe('parseSnapshot', () => {
  it('keeps the sell price of each customer group, beyond 2^53 nanodollars too', () => {
    const { models, version } = parse({ prices: [price('a', {}), price('b', { customer_group: 'vip', input: '9007199254740993' })] })
    expect(version).toBe(7n)
    expect(models.get('m')?.prices.get('default')).toMatchObject({ id: 'a', requestNanos: 0n })
    expect(models.get('m')?.prices.get('vip')?.rates.input).toBe(9_007_199_254_740_993n)
  })

  it('takes the cost of the channel, else the cost that holds for all channels', () => {
    const costs = [
      price('all', { kind: 'cost', customer_group: null }),
      price('own', { kind: 'cost', customer_group: null, channel_id: 'c2' }),
    ]
    const { models } = parse({ channels: [channel('c1'), channel('c2')], prices: costs })
    expect(models.get('m')?.candidates.map((candidate) => candidate.cost?.id)).toEqual(['all', 'own'])
    expect(parse({ channels: [channel('c1')] }).models.get('m')?.candidates[0]?.cost).toBeNull()
  })

  it('names the model as the channel does, and lets a channel go without a key', () => {
    const { models, credentials } = parse({
      channels: [channel('c', { models: [{ model: 'm', upstream_model: 'theirs' }], credentials: [] })],
    })
    expect(models.get('m')?.candidates[0]).toMatchObject({ upstreamModel: 'theirs', credentialIds: [''] })
    expect(credentials.size).toBe(0)
  })

  it('fills a tier with the base rates it does not name', () => {
    const tiers = [
      { above_input_tokens: 500, input_nanos_per_million: '50' },
      { above_input_tokens: 100, input_nanos_per_million: 10, cache_read_nanos_per_million: 5 },
    ]
    const card = parse({ prices: [price('a', { tiers, cache_read: '3' })] })
      .models.get('m')
      ?.prices.get('default')
    if (!card) throw new Error('no price')
    expect(rateOf(ratesFor(card, 100), 'input')).toBe(1n)
    expect(rateOf(ratesFor(card, 101), 'input')).toBe(10n)
    expect(rateOf(ratesFor(card, 101), 'cacheRead')).toBe(5n)
    expect(rateOf(ratesFor(card, 501), 'input')).toBe(50n)
    expect(rateOf(ratesFor(card, 501), 'cacheRead')).toBe(3n)
    expect(rateOf(ratesFor(card, 501), 'output')).toBe(2n)
  })
})
