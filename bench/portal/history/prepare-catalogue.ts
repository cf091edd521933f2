import type pg from 'pg'
import { newId } from '#lib/shared/ids'
import { parseUsd } from '#lib/shared/money'

interface SampleModel {
  name: string
  displayName: string
  vendor: string
  /** US dollars per million tokens: input, cache read, output. */
  sell: [string, string, string]
  contextLength: number
}

const sampleModels: SampleModel[] = [
  { name: 'gpt-5-mini', displayName: 'GPT-5 mini', vendor: 'OpenAI', sell: ['0.3', '0.03', '2.4'], contextLength: 400_000 },
  { name: 'claude-sonnet-4-5', displayName: 'Claude Sonnet 4.5', vendor: 'Anthropic', sell: ['3.6', '0.36', '18'], contextLength: 200_000 },
  { name: 'gemini-2.5-flash', displayName: 'Gemini 2.5 Flash', vendor: 'Google', sell: ['0.36', '0.036', '3'], contextLength: 1_048_576 },
  { name: 'gpt-5', displayName: 'GPT-5', vendor: 'OpenAI', sell: ['1.5', '0.15', '12'], contextLength: 400_000 },
  { name: 'deepseek-chat', displayName: 'DeepSeek V3', vendor: 'DeepSeek', sell: ['0.34', '0.034', '0.5'], contextLength: 128_000 },
  { name: 'claude-haiku-4-5', displayName: 'Claude Haiku 4.5', vendor: 'Anthropic', sell: ['1.2', '0.12', '6'], contextLength: 200_000 },
  { name: 'gemini-2.5-pro', displayName: 'Gemini 2.5 Pro', vendor: 'Google', sell: ['1.5', '0.15', '12'], contextLength: 1_048_576 },
  { name: 'qwen3-max', displayName: 'Qwen3 Max', vendor: 'Alibaba', sell: ['1.44', '0.15', '7.2'], contextLength: 262_144 },
]

const sampleChannels = ['OpenAI main', 'Anthropic', 'Vertex', 'Fallback pool']

/**
 * Takes the models on sale, adds samples until there are `least`, and lists them with rates, pace and channels in the
 * temporary table `bench_models`. Samples are served by the first channel there is, or by switched-off ones of their own.
 */
export async function prepareCatalogue(client: pg.Client, group: string, least: number, ownChannels: boolean): Promise<void> {
  const { rows: sold } = await client.query<{ model: string }>(
    "select model from core.current_prices where kind = 'sell' and customer_group = $1 and not withdrawn",
    [group],
  )
  const missing = sampleModels.filter(({ name }) => !sold.some(({ model }) => model === name)).slice(0, Math.max(least - sold.length, 0))
  const channels = ownChannels || missing.length > 0 ? await sampleChannelIds(client, ownChannels) : []
  for (const [index, model] of missing.entries()) await insertModel(client, group, model, pick(channels, index))
  await client.query(listModels, [group])
}

function pick(channels: string[], index: number): string[] {
  return [...new Set([channels[index % channels.length], channels[channels.length - 1]])].filter((id) => id !== undefined)
}

async function sampleChannelIds(client: pg.Client, ownChannels: boolean): Promise<string[]> {
  if (!ownChannels) {
    const { rows } = await client.query<{ id: string }>(
      'select id from core.channels where enabled and deleted_at is null order by id limit 1',
    )
    if (rows[0]) return [rows[0].id]
  }
  const ids = sampleChannels.map(() => newId())
  await client.query(
    `insert into core.channels (id, name, provider, base_url, enabled)
     select id, name, 'openai-compatible', 'https://upstream.invalid/v1', true from unnest($1::uuid[], $2::text[]) as c(id, name)`,
    [ids, sampleChannels],
  )
  return ids
}

async function insertModel(client: pg.Client, group: string, model: SampleModel, channels: string[]): Promise<void> {
  await client.query(
    `insert into core.models (name, display_name, vendor, context_length, max_output_tokens, capabilities) values ($1, $2, $3, $4, 16384, '{streaming,tools}')
     on conflict (name) do nothing`,
    [model.name, model.displayName, model.vendor, model.contextLength],
  )
  const rates = model.sell.map(parseUsd)
  const costs = rates.map((rate) => (rate * 10n) / 12n)
  for (const [kind, [input, cacheRead, output]] of [
    ['sell', rates],
    ['cost', costs],
  ] as const) {
    await client.query(
      `insert into core.price_versions (id, kind, model, customer_group, input_nanos_per_million, cache_read_nanos_per_million, output_nanos_per_million)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [newId(), kind, model.name, kind === 'sell' ? group : null, input, cacheRead, output],
    )
  }
  await client.query(
    'insert into core.channel_models (channel_id, model) select id, $2 from unnest($1::uuid[]) as c(id) on conflict do nothing',
    [channels, model.name],
  )
}

const rates = (alias: string, prefix: string) => `
  coalesce(${alias}.input_nanos_per_million, 0) as ${prefix}_input,
  coalesce(${alias}.cache_read_nanos_per_million, ${alias}.input_nanos_per_million, 0) as ${prefix}_cache_read,
  coalesce(${alias}.output_nanos_per_million, 0) as ${prefix}_output,
  coalesce(${alias}.reasoning_nanos_per_million, ${alias}.output_nanos_per_million, 0) as ${prefix}_reasoning,
  coalesce(${alias}.request_nanos, 0) as ${prefix}_request`

const listModels = `
  create temporary table bench_models as
  select (row_number() over (order by s.version))::integer as ord, s.model, s.id as sell_id, c.id as cost_id, ${rates('s', 'sell')}, ${rates('c', 'cost')},
    (220 + 90 * (row_number() over (order by s.version) % 7))::double precision as ttft_ms,
    (40 + 17 * (row_number() over (order by s.version) % 5))::double precision as tokens_per_second,
    (row_number() over (order by s.version)) % 3 = 1 as reasons,
    array(select cm.channel_id from core.channel_models cm join core.channels ch on ch.id = cm.channel_id
      where cm.model = s.model and ch.deleted_at is null order by ch.priority desc, ch.id) as channels
  from core.current_prices s
  left join core.current_prices c on c.kind = 'cost' and c.model = s.model and c.channel_id is null and not c.withdrawn
  where s.kind = 'sell' and s.customer_group = $1 and not s.withdrawn`
