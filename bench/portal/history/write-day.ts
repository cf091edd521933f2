import { type Plan, weightOfQuarter } from './options.ts'

const clockSlots = 5_000
const quarterMs = 900_000

/** Writes one day: request rows, roll-ups, refusals, and an entry per team and hour, in one transaction. */
export async function writeDay(plan: Plan, index: number): Promise<void> {
  const { client, days, now, seed } = plan
  const day = days[index]
  if (!day || day.requests === 0) return
  await client.query('begin')
  await client.query('select setseed($1)', [(((seed * 131 + index) % 997) / 997) * 2 - 1])
  await client.query('truncate bench_rows, bench_clock')
  await client.query('insert into bench_clock select * from unnest($1::integer[], $2::integer[])', drawClock(day.start, now))
  const incident = index === Math.floor(days.length * 0.7)
  await client.query(drawRows, [day.requests, day.start.getTime(), seed, now.getTime(), incident])
  await client.query('select ledger.lock_teams(array(select team_id from bench_teams))')
  for (const statement of [insertRequests, insertRollups, insertEntries, insertPostings, chargeTeams, insertOrphans])
    await client.query(statement)
  await client.query(insertRefusals)
  await client.query('commit')
}

function drawClock(start: Date, now: Date): [number[], number[]] {
  const last = Math.min(96, Math.floor((now.getTime() - start.getTime()) / quarterMs))
  const weights = Array.from({ length: last }, (_, quarter) => weightOfQuarter(quarter))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const quarters: number[] = []
  let passed = 0
  for (const [quarter, weight] of weights.entries()) {
    passed += weight
    while (quarters.length < Math.round((clockSlots * passed) / total)) quarters.push(quarter)
  }
  return [quarters.map((_, slot) => slot), quarters]
}

/** Where the drawn rows of a day wait; made once per run. */
export const dayTables = `
  create temporary table bench_clock (slot integer primary key, quarter integer);
  create temporary table bench_rows (
    id uuid, at timestamptz, team_id uuid, account_id uuid, key_id uuid, channel_id uuid, entry_id uuid, sell_id uuid, cost_id uuid, model text, status text,
    http_status smallint, error_code text, finish_reason text, streamed boolean, input bigint, cache_read bigint, output bigint, reasoning bigint,
    charge bigint, cost bigint, latency_ms integer, ttft_ms integer, overhead_us integer, attempts jsonb)`

const uuidV7 = (ms: string, hash: string) =>
  `(lpad(to_hex(${ms}), 12, '0') || '7' || substr(${hash}, 1, 3) || '8' || substr(${hash}, 4, 15))::uuid`

/** Tokens and times are log-normal; popular keys and models come first in their lists. */
const drawRows = `
  insert into bench_rows
  with draw as materialized (
    select n, random() as r_team, random() as r_key, random() as r_model, random() as r_slot, random() as r_at, random() as r_status, random() as r_kind,
      random() as r_cache, sqrt(-2 * ln(1 - random())) as d1, 2 * pi() * random() as a1, sqrt(-2 * ln(1 - random())) as d2, 2 * pi() * random() as a2
    from generate_series(1, $1::integer) n
  ),
  placed as materialized (
    select d.n, $2::bigint + c.quarter * ${quarterMs}::bigint + floor(d.r_at * ${quarterMs})::bigint as ms, t.team_id, t.account_id, d.r_kind, d.r_status, d.r_cache,
      t.key_ids[1 + floor(power(d.r_key, 2) * cardinality(t.key_ids))::integer] as key_id, m.*,
      m.channels[1 + floor(power(d.r_kind, 3) * cardinality(m.channels))::integer] as channel_id,
      d.r_status / case when $5::boolean and c.quarter between 56 and 66 and m.ord <= 2 then 6 else 1 end as fate,
      d.d1 * cos(d.a1) as z1, d.d1 * sin(d.a1) as z2, d.d2 * cos(d.a2) as z3, d.d2 * sin(d.a2) as z4, md5($3::text || ':' || $2::text || ':' || d.n) as hash
    from draw d
    join bench_slots s on s.slot = floor(d.r_team * (select count(*) from bench_slots))::integer
    join bench_teams t on t.ord = s.team_ord
    join bench_models m on m.ord = t.model_ords[1 + floor(power(d.r_model, 1.7) * cardinality(t.model_ords))::integer]
    join bench_clock c on c.slot = floor(d.r_slot * (select count(*) from bench_clock))::integer
  ),
  judged as materialized (
    select p.*, case when fate < 0.0002 then 'orphaned' when fate < 0.016 then 'failed' when fate < 0.026 then 'aborted' when fate < 0.031 then 'interrupted' else 'succeeded' end as status,
      r_cache < 0.7 as streamed,
      least(90000, greatest(9, round(exp(6.7 + 1.15 * z1))))::bigint as prompt, least(8000, greatest(1, round(exp(5.4 + 0.9 * z2))))::bigint as answer,
      exp(ln(ttft_ms) + 0.45 * z3) as first_ms
    from placed p
  ),
  metered as materialized (
    select j.*, case when status in ('failed', 'orphaned') then 0 when r_cache < 0.3 then floor(prompt * 0.6)::bigint else 0 end as cache_read,
      case when status in ('failed', 'orphaned') then 0 when status in ('aborted', 'interrupted') then greatest(1, (answer * r_kind)::bigint) else answer end as output
    from judged j
  ),
  priced as materialized (
    select m.*, case when status in ('failed', 'orphaned') then 0 else prompt - cache_read end as input,
      case when reasons and output > 0 then (output * 0.7)::bigint else 0 end as reasoning
    from metered m
  )
  select ${uuidV7('ms', 'hash')}, to_timestamp(ms / 1000.0), team_id, account_id, key_id, case when status <> 'orphaned' then channel_id end,
    case when input > 0 then ${uuidV7('least((ms / 3600000 + 1) * 3600000 - 1, $4::bigint)', "md5(team_id::text || ms / 3600000 || ':' || $3::text)")} end,
    case when status <> 'orphaned' then sell_id end, case when status <> 'orphaned' then cost_id end, model, status,
    case status when 'succeeded' then 200 when 'interrupted' then 502 when 'failed' then case when r_kind < 0.4 then 429 when r_kind < 0.8 then 502 else 504 end when 'aborted' then 499 end,
    case status when 'orphaned' then 'orphaned' when 'interrupted' then 'upstream_interrupted' when 'aborted' then 'client_gone'
      when 'failed' then case when r_kind < 0.4 then 'upstream_rate_limited' when r_kind < 0.8 then 'upstream_error' else 'upstream_timeout' end end,
    case when status = 'succeeded' then case when r_kind < 0.06 then 'length' when r_kind < 0.2 then 'tool_calls' else 'stop' end end,
    streamed, input, cache_read, output, reasoning,
    case when input > 0 then (input * sell_input + cache_read * sell_cache_read + output * sell_output + reasoning * sell_reasoning + 999999) / 1000000 + sell_request else 0 end,
    case when input > 0 then (input * cost_input + cache_read * cost_cache_read + output * cost_output + reasoning * cost_reasoning + 999999) / 1000000 + cost_request else 0 end,
    case when status = 'orphaned' then null when status = 'failed' then (first_ms * 3)::integer else (first_ms + (output + reasoning) * 1000 / tokens_per_second * exp(0.15 * z4))::integer end,
    case when streamed and status not in ('failed', 'orphaned') then first_ms::integer end, (700 + 500 * r_cache)::integer,
    case when status = 'orphaned' or channel_id is null then '[]' else jsonb_build_array(jsonb_build_object('channel_id', channel_id,
      'status', case status when 'failed' then case when r_kind < 0.4 then 429 when r_kind < 0.8 then 502 end else 200 end,
      'failure', case when status = 'failed' then case when r_kind < 0.4 then 'upstream_rate_limited' when r_kind < 0.8 then 'upstream_error' else 'upstream_timeout' end end, 'ms', first_ms::integer)) end
  from priced`

const insertRequests = `
  insert into usage.requests (id, started_at, team_id, key_id, channel_id, entry_id, sell_price_id, cost_price_id, model, upstream_model, wire, status, http_status, error_code,
    finish_reason, streamed, estimated, input_tokens, cache_read_tokens, output_tokens, reasoning_tokens, hold_nanos, charge_nanos, cost_nanos, latency_ms, ttft_ms, overhead_us,
    attempts, settled_at)
  select id, core.time_of_id(id), team_id, key_id, channel_id, entry_id, sell_id, cost_id, model, case when channel_id is not null then model end, 'openai-chat', status, http_status,
    error_code, finish_reason, streamed, status in ('aborted', 'interrupted'), input, cache_read, output, reasoning, charge * 4 + 1000, charge, cost, latency_ms, ttft_ms, overhead_us,
    attempts, at + make_interval(secs => coalesce(latency_ms, 0) / 1000.0)
  from bench_rows order by id`

const insertRollups = `
  insert into usage.rollups as u (quarter, team_id, key_id, model, channel_id, requests, failures, input_tokens, cache_read_tokens, output_tokens, reasoning_tokens, charge_nanos, cost_nanos,
    latency_ms_sum, ttft_ms_sum, ttft_count)
  select usage.quarter_of(at), team_id, key_id, model, coalesce(channel_id, '00000000-0000-0000-0000-000000000000'), count(*), count(*) filter (where status in ('failed', 'interrupted')), sum(input), sum(cache_read), sum(output), sum(reasoning),
    sum(charge), sum(cost), sum(latency_ms), coalesce(sum(ttft_ms), 0), count(ttft_ms)
  from bench_rows where status <> 'orphaned'
  group by 1, 2, 3, 4, 5 order by 2, 1
  on conflict (team_id, quarter, key_id, model, channel_id) do update set requests = u.requests + excluded.requests, failures = u.failures + excluded.failures,
    input_tokens = u.input_tokens + excluded.input_tokens, cache_read_tokens = u.cache_read_tokens + excluded.cache_read_tokens, output_tokens = u.output_tokens + excluded.output_tokens,
    reasoning_tokens = u.reasoning_tokens + excluded.reasoning_tokens, charge_nanos = u.charge_nanos + excluded.charge_nanos, cost_nanos = u.cost_nanos + excluded.cost_nanos,
    latency_ms_sum = u.latency_ms_sum + excluded.latency_ms_sum, ttft_ms_sum = u.ttft_ms_sum + excluded.ttft_ms_sum, ttft_count = u.ttft_count + excluded.ttft_count`

const insertEntries = `
  insert into ledger.entries (id, kind, team_id, created_at)
  select entry_id, 'charge', team_id, core.time_of_id(entry_id) from bench_rows where entry_id is not null group by 1, 3 order by 1`

const insertPostings = `
  insert into ledger.postings (entry_id, line, account_id, kind, amount_nanos)
  select e.entry_id, l.line, l.account_id, 'charge', l.amount
  from (select entry_id, account_id, sum(charge)::bigint as charge from bench_rows where entry_id is not null group by 1, 2) e
  cross join lateral (values (1, e.account_id, -e.charge), (3, '00000000-0000-7000-8000-000000000001'::uuid, e.charge)) as l(line, account_id, amount)
  order by e.entry_id, l.line`

const chargeTeams = `
  update ledger.team_balances b set credit_nanos = b.credit_nanos - c.charge
  from (select team_id, sum(charge)::bigint as charge from bench_rows group by 1) c where b.team_id = c.team_id`

const insertOrphans = `
  insert into ledger.orphans (request_id, team_id, hold_nanos, period_ids, swept_at)
  select id, team_id, charge * 4 + 1000, '{}', at + interval '20 minutes' from bench_rows where status = 'orphaned'`

const insertRefusals = `
  insert into usage.refusals as r (quarter, key_id, code, refused)
  select usage.quarter_of(at), key_id, case when hashtext(id::text) % 2 = 0 then 'rate_limited' else 'budget_exceeded' end, count(*)
  from bench_rows where hashtext(id::text) % 150 in (0, 1) group by 1, 2, 3
  on conflict (key_id, quarter, code) do update set refused = r.refused + excluded.refused`
