-- Purpose: the installation's quarter hours, for the hours that a cut divides: out of the roll-ups of every team these were thousands of rows each, and in
-- zones half an hour off, where every day divides one, the operator's home read hundreds of thousands.
-- Risk: reads all roll-ups once (a minute at ten million requests); nothing is folded meanwhile, settlement goes on.

select folded_below from usage.fold_state for no key update;

create table usage.quarter_totals (
  quarter timestamptz not null,
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
  primary key (quarter, model, channel_id)
) with (fillfactor = 80);
comment on table usage.quarter_totals is 'What the installation used, by quarter hour in UTC, model and channel; the nil channel stands for none';

-- Settlement has put into the roll-ups what the fold will add here later: that is left out.
insert into usage.quarter_totals (quarter, model, channel_id, requests, failures, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, audio_tokens, image_tokens, charge_nanos, refunded_nanos, cost_nanos, latency_ms_sum, ttft_ms_sum, ttft_count)
select quarter, model, channel_id, sum(requests), sum(failures), sum(input_tokens), sum(cache_read_tokens), sum(cache_write_tokens), sum(output_tokens), sum(reasoning_tokens), sum(audio_tokens), sum(image_tokens), sum(charge_nanos), sum(refunded_nanos), sum(cost_nanos), sum(latency_ms_sum), sum(ttft_ms_sum), sum(ttft_count)
from (
  select quarter, model, channel_id, requests, failures, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, audio_tokens, image_tokens, charge_nanos, refunded_nanos, cost_nanos, latency_ms_sum, ttft_ms_sum, ttft_count from usage.rollups
  union all
  select usage.quarter_of(started_at), model, coalesce(channel_id, '00000000-0000-0000-0000-000000000000'), -1, -(status in ('failed', 'interrupted'))::integer, -input_tokens, -cache_read_tokens,
    -(cache_write_5m_tokens + cache_write_1h_tokens), -output_tokens, -reasoning_tokens, -(audio_in_tokens + audio_out_tokens), -image_tokens, -charge_nanos, -refunded_nanos, -cost_nanos,
    -coalesce(latency_ms, 0), -coalesce(ttft_ms, 0), -(ttft_ms is not null)::integer
  from usage.requests where settled_xid >= (select folded_below from usage.fold_state) and status <> 'orphaned'
) as settled
group by 1, 2, 3
having sum(requests) > 0
order by 1, 2, 3;

grant select on usage.quarter_totals to portal;
alter table usage.quarter_totals enable row level security;
create policy "Server verbs read quarter totals" on usage.quarter_totals for select to portal using (true);

create or replace function usage.forget_sums() returns void
language plpgsql
set search_path = ''
as $$
begin
  delete from usage.key_hours;
  delete from usage.key_days;
  delete from usage.key_totals;
  delete from usage.team_totals;
  delete from usage.hourly_totals;
  delete from usage.quarter_totals;
  delete from usage.latencies;
  update usage.requests set settled_xid = 0 where settled_xid <> 0;
  update usage.fold_state set folded_below = 0;
end
$$;

create or replace function usage.fold_requests(p_most integer) returns bigint
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
      usage.quarter_of(q.started_at) as quarter, date_trunc('hour', q.started_at, 'UTC') as hour, date_trunc('day', q.started_at, 'UTC') as day, q.status in ('failed', 'interrupted') as failed,
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
  in_key_days as (
    insert into usage.key_days as t (team_id, day, key_id, model, requests, failures, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, audio_tokens,
      image_tokens, charge_nanos, refunded_nanos, cost_nanos, latency_ms_sum, ttft_ms_sum, ttft_count)
    select f.team_id, f.day, f.key_id, f.model, count(*), count(*) filter (where f.failed), sum(f.input_tokens), sum(f.cache_read_tokens), sum(f.cache_write_tokens), sum(f.output_tokens), sum(f.reasoning_tokens),
      sum(f.audio_tokens), sum(f.image_tokens), sum(f.charge_nanos), sum(f.refunded_nanos), sum(f.cost_nanos), coalesce(sum(f.latency_ms), 0), coalesce(sum(f.ttft_ms), 0), count(f.ttft_ms)
    from fresh f group by 1, 2, 3, 4
    on conflict (team_id, day, key_id, model) do update set
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
  in_quarter_totals as (
    insert into usage.quarter_totals as t (quarter, model, channel_id, requests, failures, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, audio_tokens,
      image_tokens, charge_nanos, refunded_nanos, cost_nanos, latency_ms_sum, ttft_ms_sum, ttft_count)
    select f.quarter, f.model, f.channel_id, count(*), count(*) filter (where f.failed), sum(f.input_tokens), sum(f.cache_read_tokens), sum(f.cache_write_tokens), sum(f.output_tokens), sum(f.reasoning_tokens),
      sum(f.audio_tokens), sum(f.image_tokens), sum(f.charge_nanos), sum(f.refunded_nanos), sum(f.cost_nanos), coalesce(sum(f.latency_ms), 0), coalesce(sum(f.ttft_ms), 0), count(f.ttft_ms)
    from fresh f group by 1, 2, 3
    on conflict (quarter, model, channel_id) do update set
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
    insert into usage.team_totals as t (grain, starts_at, team_id, requests, failures, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, audio_tokens, image_tokens, charge_nanos, refunded_nanos, cost_nanos, latency_ms_sum, ttft_ms_sum, ttft_count)
    select g.grain, g.starts_at, f.team_id, count(*), count(*) filter (where f.failed), sum(f.input_tokens), sum(f.cache_read_tokens), sum(f.cache_write_tokens), sum(f.output_tokens), sum(f.reasoning_tokens),
      sum(f.audio_tokens), sum(f.image_tokens), sum(f.charge_nanos), sum(f.refunded_nanos), sum(f.cost_nanos), coalesce(sum(f.latency_ms), 0), coalesce(sum(f.ttft_ms), 0), count(f.ttft_ms)
    from fresh f cross join lateral (values ('hour', f.hour), ('day', f.day)) as g(grain, starts_at)
    group by 1, 2, 3
    on conflict (grain, starts_at, team_id) do update set
      requests = t.requests + excluded.requests, failures = t.failures + excluded.failures, input_tokens = t.input_tokens + excluded.input_tokens,
      cache_read_tokens = t.cache_read_tokens + excluded.cache_read_tokens, cache_write_tokens = t.cache_write_tokens + excluded.cache_write_tokens, output_tokens = t.output_tokens + excluded.output_tokens,
      reasoning_tokens = t.reasoning_tokens + excluded.reasoning_tokens, audio_tokens = t.audio_tokens + excluded.audio_tokens, image_tokens = t.image_tokens + excluded.image_tokens,
      charge_nanos = t.charge_nanos + excluded.charge_nanos, refunded_nanos = t.refunded_nanos + excluded.refunded_nanos, cost_nanos = t.cost_nanos + excluded.cost_nanos,
      latency_ms_sum = t.latency_ms_sum + excluded.latency_ms_sum, ttft_ms_sum = t.ttft_ms_sum + excluded.ttft_ms_sum, ttft_count = t.ttft_count + excluded.ttft_count
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
    update usage.key_days set refunded_nanos = refunded_nanos + v_request.charge_nanos
      where team_id = v_request.team_id and day = date_trunc('day', v_request.started_at, 'UTC') and key_id = v_request.key_id and model = v_request.model;
    update usage.key_totals set refunded_nanos = refunded_nanos + v_request.charge_nanos where key_id = v_request.key_id;
    update usage.hourly_totals set refunded_nanos = refunded_nanos + v_request.charge_nanos
      where hour = date_trunc('hour', v_request.started_at, 'UTC') and model = v_request.model
        and channel_id = coalesce(v_request.channel_id, '00000000-0000-0000-0000-000000000000');
    update usage.quarter_totals set refunded_nanos = refunded_nanos + v_request.charge_nanos
      where quarter = usage.quarter_of(v_request.started_at) and model = v_request.model
        and channel_id = coalesce(v_request.channel_id, '00000000-0000-0000-0000-000000000000');
    update usage.team_totals set refunded_nanos = refunded_nanos + v_request.charge_nanos
      where team_id = v_request.team_id and (grain, starts_at) in (('hour', date_trunc('hour', v_request.started_at, 'UTC')), ('day', date_trunc('day', v_request.started_at, 'UTC')));
  end if;
end
$$;
