-- Purpose: one row per admitted request in monthly partitions, quarter-hour roll-ups, counters of refusals.
-- Risk: a parent's policy does not guard a partition read directly, so each partition gets row-level security and no grant.

create table usage.requests (
  id uuid not null,
  started_at timestamptz not null,
  team_id uuid not null,
  key_id uuid not null,
  channel_id uuid,
  entry_id uuid,
  sell_price_id uuid,
  cost_price_id uuid,
  model text not null,
  upstream_model text,
  wire text not null,
  status text not null check (status in ('succeeded', 'failed', 'aborted', 'interrupted', 'orphaned')),
  http_status smallint,
  error_code text,
  finish_reason text,
  streamed boolean not null default false,
  estimated boolean not null default false,
  input_tokens bigint not null default 0 check (input_tokens >= 0),
  cache_read_tokens bigint not null default 0 check (cache_read_tokens >= 0),
  cache_write_5m_tokens bigint not null default 0 check (cache_write_5m_tokens >= 0),
  cache_write_1h_tokens bigint not null default 0 check (cache_write_1h_tokens >= 0),
  output_tokens bigint not null default 0 check (output_tokens >= 0),
  reasoning_tokens bigint not null default 0 check (reasoning_tokens >= 0),
  audio_in_tokens bigint not null default 0 check (audio_in_tokens >= 0),
  audio_out_tokens bigint not null default 0 check (audio_out_tokens >= 0),
  image_tokens bigint not null default 0 check (image_tokens >= 0),
  hold_nanos bigint not null default 0,
  charge_nanos bigint not null default 0 check (charge_nanos >= 0),
  overrun_nanos bigint not null default 0 check (overrun_nanos >= 0),
  cost_nanos bigint not null default 0 check (cost_nanos >= 0),
  refunded_nanos bigint not null default 0 check (refunded_nanos between 0 and charge_nanos),
  latency_ms integer,
  ttft_ms integer,
  overhead_us integer,
  attempts jsonb not null default '[]',
  settled_at timestamptz not null default now(),
  primary key (id, started_at)
) partition by range (started_at);
comment on table usage.requests is 'The sub-ledger of charge entries: one row per admitted request. Refusals have none';
comment on column usage.requests.started_at is 'core.time_of_id(id), so the pair is unique and a replayed settlement meets its own row';
create index requests_team_id_idx on usage.requests (team_id, id desc);
create index requests_key_id_idx on usage.requests (key_id, id desc);

create table usage.requests_default partition of usage.requests default;
alter table usage.requests enable row level security;
alter table usage.requests_default enable row level security;

create function usage.ensure_partitions(months_ahead integer) returns integer
language plpgsql security definer
set search_path = ''
as $$
declare
  month_start timestamptz;
  month_end timestamptz;
  partition_name text;
  made integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('usage.ensure_partitions'));
  for i in 0..months_ahead loop
    month_start := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => i)) at time zone 'UTC';
    month_end := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => i + 1)) at time zone 'UTC';
    partition_name := 'requests_' || to_char(month_start at time zone 'UTC', 'YYYY_MM');
    continue when to_regclass('usage.' || partition_name) is not null;
    execute format('create table usage.%I (like usage.requests including all)', partition_name);
    execute format('alter table usage.%I enable row level security', partition_name);
    -- Rows that arrived before their month had a partition move along, or attaching would refuse.
    execute format('with moved as (delete from usage.requests_default where started_at >= %L and started_at < %L returning *) insert into usage.%I select * from moved', month_start, month_end, partition_name);
    execute format('alter table usage.requests attach partition usage.%I for values from (%L) to (%L)', partition_name, month_start, month_end);
    made := made + 1;
  end loop;
  return made;
end
$$;
comment on function usage.ensure_partitions is 'Creates the partitions of this month and the months ahead; safe to repeat';
select usage.ensure_partitions(3);

create table usage.rollups (
  quarter timestamptz not null,
  team_id uuid not null,
  key_id uuid not null,
  model text not null,
  channel_id uuid not null,
  requests bigint not null default 0,
  failures bigint not null default 0,
  input_tokens bigint not null default 0,
  cache_read_tokens bigint not null default 0,
  cache_write_tokens bigint not null default 0,
  output_tokens bigint not null default 0,
  reasoning_tokens bigint not null default 0,
  audio_tokens bigint not null default 0,
  image_tokens bigint not null default 0,
  charge_nanos bigint not null default 0,
  refunded_nanos bigint not null default 0,
  cost_nanos bigint not null default 0,
  latency_ms_sum bigint not null default 0,
  ttft_ms_sum bigint not null default 0,
  ttft_count bigint not null default 0,
  primary key (team_id, quarter, key_id, model, channel_id)
) with (fillfactor = 70);
comment on table usage.rollups is 'Sums by quarter hour in UTC, so that the day of every time zone can be added up; the nil channel stands for none';
create index rollups_key_id_idx on usage.rollups (key_id, quarter);
create index rollups_quarter_idx on usage.rollups (quarter);

create table usage.refusals (
  quarter timestamptz not null,
  key_id uuid not null,
  code text not null,
  refused bigint not null default 0,
  primary key (key_id, quarter, code)
) with (fillfactor = 70);
comment on table usage.refusals is 'Requests refused before admission, by key, code and quarter hour; the nil key stands for callers without one';

grant select (id, started_at, team_id, key_id, model, wire, status, http_status, error_code, finish_reason, streamed, estimated,
  input_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, reasoning_tokens, audio_in_tokens, audio_out_tokens, image_tokens,
  sell_price_id, charge_nanos, overrun_nanos, refunded_nanos, latency_ms, ttft_ms, overhead_us, settled_at) on usage.requests to authenticated;
grant select (quarter, team_id, key_id, model, requests, failures, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, audio_tokens, image_tokens,
  charge_nanos, refunded_nanos, latency_ms_sum, ttft_ms_sum, ttft_count) on usage.rollups to authenticated;
grant select on usage.requests, usage.rollups, usage.refusals to portal;
grant execute on function usage.ensure_partitions(integer) to portal;

alter table usage.rollups enable row level security;
alter table usage.refusals enable row level security;

create policy "Members read the requests of their teams" on usage.requests for select to authenticated
  using (team_id in (select core.my_team_ids()));
create policy "Members read the roll-ups of their teams" on usage.rollups for select to authenticated
  using (team_id in (select core.my_team_ids()));
create policy "Server verbs read requests" on usage.requests for select to portal using (true);
create policy "Server verbs read roll-ups" on usage.rollups for select to portal using (true);
create policy "Server verbs read refusals" on usage.refusals for select to portal using (true);

create function usage.quarter_of(at timestamptz) returns timestamptz
language sql immutable strict parallel safe
set search_path = ''
as $$
  select to_timestamp(floor(extract(epoch from at) / 900) * 900)
$$;
comment on function usage.quarter_of is 'Start of the quarter hour, the same in every time zone';

create function usage.count_refusals(counts jsonb) returns void
language sql security definer
set search_path = ''
as $$
  insert into usage.refusals as r (quarter, key_id, code, refused)
  select usage.quarter_of(now()), c.key_id, c.code, sum(c.refused)
  from jsonb_to_recordset(counts) as c(key_id uuid, code text, refused bigint)
  group by c.key_id, c.code
  order by c.key_id, c.code
  on conflict (key_id, quarter, code) do update set refused = r.refused + excluded.refused
$$;
comment on function usage.count_refusals is 'Adds to the counters: [{key_id, code, refused}]';
grant execute on function usage.count_refusals(jsonb) to tollgate_gateway;
