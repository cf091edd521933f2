-- Purpose: sums for pages that must be quick at ten million requests, folded out of the request rows behind the hot path.
-- Risk: each request counts exactly once. A row is folded by the transaction that settled it: below the watermark it is in the sums, at or above it readers
-- add it themselves, so what they see is always exact. settle and refund_request are replaced; the hot path gains one column and one index.

alter table usage.requests add column settled_xid bigint not null default 0;
alter table usage.requests alter column settled_xid set default pg_current_xact_id()::text::bigint;
comment on column usage.requests.settled_xid is 'The transaction that settled the request (or left it orphaned); what the fold goes by';
create index requests_settled_xid_idx on usage.requests (settled_xid);
grant select (settled_xid) on usage.requests to authenticated;

create table usage.fold_state (
  only_row boolean primary key default true check (only_row),
  folded_below bigint not null default 0
);
comment on table usage.fold_state is 'Requests settled by a transaction below this are in the sums; its row is the lock of whoever changes them';
insert into usage.fold_state default values;

create table usage.key_hours (
  team_id uuid not null,
  hour timestamptz not null,
  key_id uuid not null,
  model text not null,
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
  primary key (team_id, hour, key_id, model)
) with (fillfactor = 80);
comment on table usage.key_hours is 'What a team used, by hour in UTC, key and model';

create table usage.key_totals (
  key_id uuid primary key,
  team_id uuid not null,
  requests bigint not null default 0,
  charge_nanos bigint not null default 0,
  refunded_nanos bigint not null default 0,
  last_request_at timestamptz not null
) with (fillfactor = 50);
comment on table usage.key_totals is 'What a key has used since it was made, and when it was used last';
create index key_totals_team_id_idx on usage.key_totals (team_id);

create table usage.team_totals (
  grain text not null check (grain in ('hour', 'day')),
  starts_at timestamptz not null,
  team_id uuid not null,
  requests bigint not null default 0,
  failures bigint not null default 0,
  charge_nanos bigint not null default 0,
  refunded_nanos bigint not null default 0,
  cost_nanos bigint not null default 0,
  primary key (grain, starts_at, team_id)
) with (fillfactor = 80);
comment on table usage.team_totals is 'What each team used, by hour and by day in UTC, for the operator''s ranking';
create index team_totals_team_id_idx on usage.team_totals (team_id, grain, starts_at);

create table usage.hourly_totals (
  hour timestamptz not null,
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
  primary key (hour, model, channel_id)
) with (fillfactor = 80);
comment on table usage.hourly_totals is 'What the installation used, by hour in UTC, model and channel; the nil channel stands for none';

create table usage.latencies (
  subject_id uuid not null,
  grain text not null check (grain in ('hour', 'day')),
  starts_at timestamptz not null,
  latency integer[] not null,
  ttft integer[] not null,
  primary key (subject_id, grain, starts_at)
) with (fillfactor = 80);
comment on table usage.latencies is 'How many requests took how long (64 buckets, see usage.latency_bucket) by hour and day in UTC, of a team, a channel, or (nil) everyone';

-- These two run once per request and sum, so they carry no setting of their own: one is inlined, the other is called as it is.
create function usage.latency_bucket(ms integer) returns integer
language sql immutable strict parallel safe
as $$
  select least(64, greatest(1, 1 + floor(4 * ln(greatest(ms, 1) / 8.0::double precision) / ln(2.0::double precision))::integer))
$$;
comment on function usage.latency_bucket is 'Bucket b holds 8 * 2^((b-1)/4) up to 8 * 2^(b/4) ms, so a bound is within a fifth of the truth; the first and last take what lies beyond';
grant execute on function usage.latency_bucket(integer) to authenticated, portal;

create function usage.count_bucket(counts integer[], bucket integer) returns integer[]
language plpgsql immutable strict parallel safe
as $$
begin
  counts[bucket] := counts[bucket] + 1;
  return counts;
end
$$;
comment on function usage.count_bucket is 'One step of usage.histogram';

create aggregate usage.histogram(bucket integer) (
  sfunc = usage.count_bucket, stype = integer[],
  initcond = '{0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}'
);
comment on aggregate usage.histogram(integer) is 'How often each bucket occurs; nulls count nowhere';

create function usage.add_counts(a integer[], b integer[]) returns integer[]
language sql immutable strict parallel safe
set search_path = ''
as $$
  select array_agg(u.a + u.b order by u.bucket) from unnest(a, b) with ordinality as u(a, b, bucket)
$$;
comment on function usage.add_counts is 'Two histograms as one';

grant select on usage.fold_state, usage.key_totals, usage.latencies to authenticated;
grant select (team_id, hour, key_id, model, requests, failures, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, audio_tokens, image_tokens, charge_nanos, refunded_nanos, latency_ms_sum, ttft_ms_sum, ttft_count) on usage.key_hours to authenticated;
grant select on usage.fold_state, usage.key_hours, usage.key_totals, usage.team_totals, usage.hourly_totals, usage.latencies to portal;

alter table usage.fold_state enable row level security;
alter table usage.key_hours enable row level security;
alter table usage.key_totals enable row level security;
alter table usage.team_totals enable row level security;
alter table usage.hourly_totals enable row level security;
alter table usage.latencies enable row level security;

create policy "Everyone who reads sums reads how far they go" on usage.fold_state for select to authenticated, portal using (true);
create policy "Members read the hours of their teams" on usage.key_hours for select to authenticated
  using (team_id in (select core.my_team_ids()));
create policy "Members read the totals of their teams' keys" on usage.key_totals for select to authenticated
  using (team_id in (select core.my_team_ids()));
create policy "Members read the latencies of their teams" on usage.latencies for select to authenticated
  using (subject_id in (select core.my_team_ids()));
create policy "Server verbs read hours" on usage.key_hours for select to portal using (true);
create policy "Server verbs read key totals" on usage.key_totals for select to portal using (true);
create policy "Server verbs read team totals" on usage.team_totals for select to portal using (true);
create policy "Server verbs read hourly totals" on usage.hourly_totals for select to portal using (true);
create policy "Server verbs read latencies" on usage.latencies for select to portal using (true);

create function usage.forget_sums() returns void
language plpgsql
set search_path = ''
as $$
begin
  delete from usage.key_hours;
  delete from usage.key_totals;
  delete from usage.team_totals;
  delete from usage.hourly_totals;
  delete from usage.latencies;
  update usage.requests set settled_xid = 0 where settled_xid <> 0;
  update usage.fold_state set folded_below = 0;
end
$$;
comment on function usage.forget_sums is 'Back to the start: nothing is folded, and every row there is may be. The caller holds the lock of usage.fold_state';

create function usage.fold_requests(p_most integer) returns bigint
language plpgsql security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
set jit = off
as $$
declare
  v_from bigint;
  v_until bigint;
  v_first bigint;
  v_slice bigint;
  v_folded bigint;
begin
  select folded_below into v_from from usage.fold_state for no key update skip locked;
  if v_from is null then
    return 0;
  end if;
  -- Whatever was settled by a transaction below this has been committed or undone, and no later one can join it.
  v_until := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
  if v_until < v_from then
    -- The data were restored into a cluster that counts its transactions from the start: neither watermark nor rows mean anything here.
    perform usage.forget_sums();
    v_from := 0;
  end if;
  -- A slice ends before the transaction that would make it too long, but holds at least one transaction's rows, however many.
  select max(x.settled_xid), min(x.settled_xid) into v_slice, v_first
    from (select q.settled_xid from usage.requests q where q.settled_xid >= v_from and q.settled_xid < v_until order by q.settled_xid limit p_most + 1) x
    having count(*) > p_most;
  if v_slice is not null then
    v_until := greatest(v_slice, v_first + 1);
  end if;

  with fresh as materialized (
    select q.team_id, q.key_id, q.model, coalesce(q.channel_id, '00000000-0000-0000-0000-000000000000') as channel_id, q.started_at,
      date_trunc('hour', q.started_at, 'UTC') as hour, date_trunc('day', q.started_at, 'UTC') as day, q.status in ('failed', 'interrupted') as failed,
      q.input_tokens, q.cache_read_tokens, q.cache_write_5m_tokens + q.cache_write_1h_tokens as cache_write_tokens, q.output_tokens, q.reasoning_tokens,
      q.audio_in_tokens + q.audio_out_tokens as audio_tokens, q.image_tokens, q.charge_nanos, q.refunded_nanos, q.cost_nanos, q.latency_ms, q.ttft_ms,
      usage.latency_bucket(q.latency_ms) as latency_bucket, usage.latency_bucket(q.ttft_ms) as ttft_bucket
    from usage.requests q
    where q.settled_xid >= v_from and q.settled_xid < v_until and q.status <> 'orphaned'
  ),
  in_key_hours as (
    insert into usage.key_hours as t (team_id, hour, key_id, model, requests, failures, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, audio_tokens,
      image_tokens, charge_nanos, refunded_nanos, cost_nanos, latency_ms_sum, ttft_ms_sum, ttft_count)
    select f.team_id, f.hour, f.key_id, f.model, count(*), count(*) filter (where f.failed), sum(f.input_tokens), sum(f.cache_read_tokens), sum(f.cache_write_tokens), sum(f.output_tokens), sum(f.reasoning_tokens),
      sum(f.audio_tokens), sum(f.image_tokens), sum(f.charge_nanos), sum(f.refunded_nanos), sum(f.cost_nanos), coalesce(sum(f.latency_ms), 0), coalesce(sum(f.ttft_ms), 0), count(f.ttft_ms)
    from fresh f group by 1, 2, 3, 4
    on conflict (team_id, hour, key_id, model) do update set
      requests = t.requests + excluded.requests, failures = t.failures + excluded.failures, input_tokens = t.input_tokens + excluded.input_tokens,
      cache_read_tokens = t.cache_read_tokens + excluded.cache_read_tokens, cache_write_tokens = t.cache_write_tokens + excluded.cache_write_tokens, output_tokens = t.output_tokens + excluded.output_tokens,
      reasoning_tokens = t.reasoning_tokens + excluded.reasoning_tokens, audio_tokens = t.audio_tokens + excluded.audio_tokens, image_tokens = t.image_tokens + excluded.image_tokens,
      charge_nanos = t.charge_nanos + excluded.charge_nanos, refunded_nanos = t.refunded_nanos + excluded.refunded_nanos, cost_nanos = t.cost_nanos + excluded.cost_nanos,
      latency_ms_sum = t.latency_ms_sum + excluded.latency_ms_sum, ttft_ms_sum = t.ttft_ms_sum + excluded.ttft_ms_sum, ttft_count = t.ttft_count + excluded.ttft_count
  ),
  in_hourly_totals as (
    insert into usage.hourly_totals as t (hour, model, channel_id, requests, failures, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, audio_tokens,
      image_tokens, charge_nanos, refunded_nanos, cost_nanos, latency_ms_sum, ttft_ms_sum, ttft_count)
    select f.hour, f.model, f.channel_id, count(*), count(*) filter (where f.failed), sum(f.input_tokens), sum(f.cache_read_tokens), sum(f.cache_write_tokens), sum(f.output_tokens), sum(f.reasoning_tokens),
      sum(f.audio_tokens), sum(f.image_tokens), sum(f.charge_nanos), sum(f.refunded_nanos), sum(f.cost_nanos), coalesce(sum(f.latency_ms), 0), coalesce(sum(f.ttft_ms), 0), count(f.ttft_ms)
    from fresh f group by 1, 2, 3
    on conflict (hour, model, channel_id) do update set
      requests = t.requests + excluded.requests, failures = t.failures + excluded.failures, input_tokens = t.input_tokens + excluded.input_tokens,
      cache_read_tokens = t.cache_read_tokens + excluded.cache_read_tokens, cache_write_tokens = t.cache_write_tokens + excluded.cache_write_tokens, output_tokens = t.output_tokens + excluded.output_tokens,
      reasoning_tokens = t.reasoning_tokens + excluded.reasoning_tokens, audio_tokens = t.audio_tokens + excluded.audio_tokens, image_tokens = t.image_tokens + excluded.image_tokens,
      charge_nanos = t.charge_nanos + excluded.charge_nanos, refunded_nanos = t.refunded_nanos + excluded.refunded_nanos, cost_nanos = t.cost_nanos + excluded.cost_nanos,
      latency_ms_sum = t.latency_ms_sum + excluded.latency_ms_sum, ttft_ms_sum = t.ttft_ms_sum + excluded.ttft_ms_sum, ttft_count = t.ttft_count + excluded.ttft_count
  ),
  in_key_totals as (
    insert into usage.key_totals as t (key_id, team_id, requests, charge_nanos, refunded_nanos, last_request_at)
    select f.key_id, f.team_id, count(*), sum(f.charge_nanos), sum(f.refunded_nanos), max(f.started_at) from fresh f group by 1, 2
    on conflict (key_id) do update set
      requests = t.requests + excluded.requests, charge_nanos = t.charge_nanos + excluded.charge_nanos,
      refunded_nanos = t.refunded_nanos + excluded.refunded_nanos, last_request_at = greatest(t.last_request_at, excluded.last_request_at)
  ),
  in_team_totals as (
    insert into usage.team_totals as t (grain, starts_at, team_id, requests, failures, charge_nanos, refunded_nanos, cost_nanos)
    select g.grain, g.starts_at, f.team_id, count(*), count(*) filter (where f.failed), sum(f.charge_nanos), sum(f.refunded_nanos), sum(f.cost_nanos)
    from fresh f cross join lateral (values ('hour', f.hour), ('day', f.day)) as g(grain, starts_at)
    group by 1, 2, 3
    on conflict (grain, starts_at, team_id) do update set
      requests = t.requests + excluded.requests, failures = t.failures + excluded.failures, charge_nanos = t.charge_nanos + excluded.charge_nanos,
      refunded_nanos = t.refunded_nanos + excluded.refunded_nanos, cost_nanos = t.cost_nanos + excluded.cost_nanos
  ),
  in_latencies as (
    insert into usage.latencies as t (subject_id, grain, starts_at, latency, ttft)
    select s.subject_id, g.grain, g.starts_at, usage.histogram(f.latency_bucket), usage.histogram(f.ttft_bucket)
    from fresh f
    cross join lateral (values ('hour', f.hour), ('day', f.day)) as g(grain, starts_at)
    cross join lateral (select f.team_id union select f.channel_id union select '00000000-0000-0000-0000-000000000000') as s(subject_id)
    group by 1, 2, 3
    on conflict (subject_id, grain, starts_at) do update set
      latency = usage.add_counts(t.latency, excluded.latency), ttft = usage.add_counts(t.ttft, excluded.ttft)
  )
  select count(*) into v_folded from fresh;
  update usage.fold_state set folded_below = v_until;
  return v_folded;
end
$$;
comment on function usage.fold_requests is 'Adds the requests settled since the last fold to the sums, at most about this many; answers how many. One at a time: a second caller does nothing';
grant execute on function usage.fold_requests(integer) to portal;

create or replace function ledger.settle(p_requests jsonb) returns text
language plpgsql security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $$
declare
  v_result text;
begin
  perform ledger.lock_teams(array(select distinct (r ->> 'team')::uuid from jsonb_array_elements(p_requests) r));

  with item as materialized (
    select distinct on (r.id) r.*
    from jsonb_to_recordset(p_requests) as r(
      n integer, id uuid, team uuid, key uuid, channel uuid, sell uuid, cost_price uuid, model text, upstream_model text, wire text,
      status text, http_status smallint, error_code text, finish_reason text, streamed boolean, estimated boolean,
      input bigint, cache_read bigint, cache_write_5m bigint, cache_write_1h bigint, output bigint, reasoning bigint, audio_in bigint, audio_out bigint, image bigint,
      charge bigint, cost bigint, latency_ms integer, ttft_ms integer, overhead_us integer, attempts jsonb)
    order by r.id, r.n
  ),
  freed as (
    delete from ledger.holds h using item i where h.request_id = i.id and h.team_id = i.team returning h.request_id, h.team_id, h.amount_nanos, h.period_ids
  ),
  late as (
    update ledger.orphans o set resolved_at = now() from item i where o.request_id = i.id and o.team_id = i.team and o.resolved_at is null returning o.request_id, o.hold_nanos, o.period_ids
  ),
  due as materialized (
    select i.*, coalesce(f.amount_nanos, l.hold_nanos, 0) as hold, coalesce(f.period_ids, l.period_ids, '{}') as period_ids,
      greatest(i.charge - coalesce(f.amount_nanos, l.hold_nanos, 0), 0) as overrun
    from item i
    left join freed f on f.request_id = i.id
    left join late l on l.request_id = i.id
  ),
  batch as materialized (
    select team, core.new_id() as entry_id from due where charge > 0 group by team
  ),
  written as (
    insert into usage.requests as q (id, started_at, team_id, key_id, channel_id, entry_id, sell_price_id, cost_price_id, model, upstream_model, wire,
      status, http_status, error_code, finish_reason, streamed, estimated,
      input_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, reasoning_tokens, audio_in_tokens, audio_out_tokens, image_tokens,
      hold_nanos, charge_nanos, overrun_nanos, cost_nanos, latency_ms, ttft_ms, overhead_us, attempts)
    select d.id, core.time_of_id(d.id), d.team, d.key, d.channel, case when d.charge > 0 then b.entry_id end, d.sell, d.cost_price, d.model, d.upstream_model, d.wire,
      d.status, d.http_status, d.error_code, d.finish_reason, coalesce(d.streamed, false), coalesce(d.estimated, false),
      coalesce(d.input, 0), coalesce(d.cache_read, 0), coalesce(d.cache_write_5m, 0), coalesce(d.cache_write_1h, 0), coalesce(d.output, 0), coalesce(d.reasoning, 0),
      coalesce(d.audio_in, 0), coalesce(d.audio_out, 0), coalesce(d.image, 0),
      d.hold, d.charge, d.overrun, coalesce(d.cost, 0), d.latency_ms, d.ttft_ms, d.overhead_us, coalesce(d.attempts, '[]')
    from due d
    left join batch b on b.team = d.team
    on conflict (id, started_at) do update set
      channel_id = excluded.channel_id, entry_id = excluded.entry_id, sell_price_id = excluded.sell_price_id, cost_price_id = excluded.cost_price_id,
      upstream_model = excluded.upstream_model, status = excluded.status, http_status = excluded.http_status, error_code = excluded.error_code,
      finish_reason = excluded.finish_reason, streamed = excluded.streamed, estimated = excluded.estimated, input_tokens = excluded.input_tokens,
      cache_read_tokens = excluded.cache_read_tokens, cache_write_5m_tokens = excluded.cache_write_5m_tokens, cache_write_1h_tokens = excluded.cache_write_1h_tokens,
      output_tokens = excluded.output_tokens, reasoning_tokens = excluded.reasoning_tokens, audio_in_tokens = excluded.audio_in_tokens,
      audio_out_tokens = excluded.audio_out_tokens, image_tokens = excluded.image_tokens, hold_nanos = excluded.hold_nanos, charge_nanos = excluded.charge_nanos,
      overrun_nanos = excluded.overrun_nanos, cost_nanos = excluded.cost_nanos, latency_ms = excluded.latency_ms, ttft_ms = excluded.ttft_ms,
      overhead_us = excluded.overhead_us, attempts = excluded.attempts, settled_at = now(), settled_xid = excluded.settled_xid
      where q.status = 'orphaned' and q.team_id = excluded.team_id and excluded.status <> 'orphaned'
    returning q.id
  ),
  charged as materialized (
    select d.* from due d join written w on w.id = d.id
  ),
  team_delta as materialized (
    select team, sum(charge) as charge, sum(freed) as freed
    from (
      select c.team, c.charge, 0::bigint as freed from charged c
      union all
      select f.team_id, 0, f.amount_nanos from freed f
    ) x
    group by team
  ),
  paid as (
    update ledger.team_balances b set credit_nanos = b.credit_nanos - t.charge, held_nanos = b.held_nanos - t.freed from team_delta t where b.team_id = t.team
  ),
  period_delta as materialized (
    select x.period_id, sum(x.charge) as charge, sum(x.freed) as freed
    from (
      select unnest(c.period_ids) as period_id, c.charge, 0::bigint as freed from charged c
      union all
      select unnest(f.period_ids), 0, f.amount_nanos from freed f
    ) x
    group by x.period_id
  ),
  counted as (
    update ledger.budget_periods d set spent_nanos = d.spent_nanos + p.charge, held_nanos = d.held_nanos - p.freed from period_delta p where d.id = p.period_id
  ),
  entry as materialized (
    select b.entry_id, c.team, sum(c.charge) as charge, sum(c.overrun) as overrun
    from charged c join batch b on b.team = c.team
    group by b.entry_id, c.team
    having sum(c.charge) > 0
  ),
  journal as (
    insert into ledger.entries (id, kind, team_id) select entry_id, 'charge', team from entry
  ),
  lines as (
    insert into ledger.postings (entry_id, line, account_id, kind, amount_nanos)
    select e.entry_id, l.line, l.account_id, l.kind, l.amount
    from entry e
    join ledger.team_balances b on b.team_id = e.team
    cross join lateral (values
      (1, b.account_id, 'charge', e.overrun - e.charge),
      (2, b.account_id, 'overrun', -e.overrun),
      (3, '00000000-0000-7000-8000-000000000001'::uuid, 'charge', e.charge)
    ) as l(line, account_id, kind, amount)
    where l.amount <> 0
  ),
  rolled as (
    insert into usage.rollups as u (quarter, team_id, key_id, model, channel_id, requests, failures, input_tokens, cache_read_tokens, cache_write_tokens,
      output_tokens, reasoning_tokens, audio_tokens, image_tokens, charge_nanos, cost_nanos, latency_ms_sum, ttft_ms_sum, ttft_count)
    select usage.quarter_of(core.time_of_id(c.id)), c.team, c.key, c.model, coalesce(c.channel, '00000000-0000-0000-0000-000000000000'), count(*),
      count(*) filter (where c.status in ('failed', 'interrupted')), coalesce(sum(c.input), 0), coalesce(sum(c.cache_read), 0),
      coalesce(sum(coalesce(c.cache_write_5m, 0) + coalesce(c.cache_write_1h, 0)), 0), coalesce(sum(c.output), 0), coalesce(sum(c.reasoning), 0),
      coalesce(sum(coalesce(c.audio_in, 0) + coalesce(c.audio_out, 0)), 0), coalesce(sum(c.image), 0), sum(c.charge), coalesce(sum(c.cost), 0),
      coalesce(sum(c.latency_ms), 0), coalesce(sum(c.ttft_ms), 0), count(c.ttft_ms)
    from charged c
    group by 1, 2, 3, 4, 5
    on conflict (team_id, quarter, key_id, model, channel_id) do update set
      requests = u.requests + excluded.requests, failures = u.failures + excluded.failures, input_tokens = u.input_tokens + excluded.input_tokens,
      cache_read_tokens = u.cache_read_tokens + excluded.cache_read_tokens, cache_write_tokens = u.cache_write_tokens + excluded.cache_write_tokens,
      output_tokens = u.output_tokens + excluded.output_tokens, reasoning_tokens = u.reasoning_tokens + excluded.reasoning_tokens,
      audio_tokens = u.audio_tokens + excluded.audio_tokens, image_tokens = u.image_tokens + excluded.image_tokens,
      charge_nanos = u.charge_nanos + excluded.charge_nanos, cost_nanos = u.cost_nanos + excluded.cost_nanos,
      latency_ms_sum = u.latency_ms_sum + excluded.latency_ms_sum, ttft_ms_sum = u.ttft_ms_sum + excluded.ttft_ms_sum, ttft_count = u.ttft_count + excluded.ttft_count
  )
  select string_agg(case when c.id is not null and c.n = r.n then 'y' else 'd' end, '' order by r.n)
    into v_result
    from jsonb_to_recordset(p_requests) as r(n integer, id uuid)
    left join charged c on c.id = r.id;
  return v_result;
end
$$;

create or replace function ledger.refund_request(p_request uuid, p_reason text, p_actor text, out outcome text, out entry_id uuid, out amount_nanos bigint)
language plpgsql security definer
set search_path = ''
as $$
declare
  v_request usage.requests;
  v_folded_below bigint;
begin
  select * into v_request from usage.requests where id = p_request and started_at = core.time_of_id(p_request);
  if v_request.id is null then
    outcome := 'unknown_request';
    return;
  end if;
  perform ledger.lock_teams(array[v_request.team_id]);
  select * into v_request from usage.requests where id = p_request and started_at = core.time_of_id(p_request);
  select e.id into entry_id from ledger.entries e where e.request_id = p_request and e.kind = 'refund';
  amount_nanos := v_request.charge_nanos;
  if entry_id is not null or v_request.charge_nanos = 0 then
    outcome := case when entry_id is null then 'nothing_charged' else 'repeated' end;
    return;
  end if;
  entry_id := core.new_id();
  outcome := 'created';
  insert into ledger.entries (id, kind, team_id, reason, actor, request_id) values (entry_id, 'refund', v_request.team_id, p_reason, p_actor, p_request);
  insert into ledger.postings (entry_id, line, account_id, kind, amount_nanos)
    select refund_request.entry_id, 1, b.account_id, 'refund', v_request.charge_nanos from ledger.team_balances b where b.team_id = v_request.team_id
    union all
    select refund_request.entry_id, 2, '00000000-0000-7000-8000-000000000001', 'refund', -v_request.charge_nanos;
  update ledger.team_balances set credit_nanos = credit_nanos + v_request.charge_nanos where team_id = v_request.team_id;
  update usage.requests set refunded_nanos = charge_nanos where id = p_request and started_at = core.time_of_id(p_request);
  update usage.rollups set refunded_nanos = refunded_nanos + v_request.charge_nanos
    where team_id = v_request.team_id and quarter = usage.quarter_of(v_request.started_at) and key_id = v_request.key_id and model = v_request.model
      and channel_id = coalesce(v_request.channel_id, '00000000-0000-0000-0000-000000000000');

  -- Either the fold reads the refund in the row, or it has the row already and its sums are corrected here: this lock keeps the two apart.
  select folded_below into v_folded_below from usage.fold_state for no key update;
  if v_request.settled_xid < v_folded_below then
    update usage.key_hours set refunded_nanos = refunded_nanos + v_request.charge_nanos
      where team_id = v_request.team_id and hour = date_trunc('hour', v_request.started_at, 'UTC') and key_id = v_request.key_id and model = v_request.model;
    update usage.key_totals set refunded_nanos = refunded_nanos + v_request.charge_nanos where key_id = v_request.key_id;
    update usage.hourly_totals set refunded_nanos = refunded_nanos + v_request.charge_nanos
      where hour = date_trunc('hour', v_request.started_at, 'UTC') and model = v_request.model
        and channel_id = coalesce(v_request.channel_id, '00000000-0000-0000-0000-000000000000');
    update usage.team_totals set refunded_nanos = refunded_nanos + v_request.charge_nanos
      where team_id = v_request.team_id and (grain, starts_at) in (('hour', date_trunc('hour', v_request.started_at, 'UTC')), ('day', date_trunc('day', v_request.started_at, 'UTC')));
  end if;
end
$$;
