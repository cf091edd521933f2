-- Purpose: settlement, release, extension and the sweeper: every way a hold ends.
-- Risk: charged exactly once. What decides is the request row's insertion, never the hold, which a sweep may have taken before.

create function ledger.settle(p_requests jsonb) returns text
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
      overhead_us = excluded.overhead_us, attempts = excluded.attempts, settled_at = now()
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
comment on function ledger.settle is
  'Idempotent by request id; one transaction frees the hold, writes the request row, posts the charge and adds to the roll-ups. One character per item: y charged, d already settled';

create function ledger.release(p_requests jsonb) returns integer
language plpgsql security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
  v_released integer;
begin
  perform ledger.lock_teams(array(select distinct (r ->> 'team')::uuid from jsonb_array_elements(p_requests) r));
  with freed as (
    delete from ledger.holds h using jsonb_to_recordset(p_requests) as r(id uuid, team uuid)
    where h.request_id = r.id and h.team_id = r.team
    returning h.team_id, h.amount_nanos, h.period_ids
  ),
  given_back as (
    update ledger.team_balances b set held_nanos = b.held_nanos - f.amount
    from (select team_id, sum(amount_nanos) as amount from freed group by team_id) f where b.team_id = f.team_id
  ),
  uncounted as (
    update ledger.budget_periods d set held_nanos = d.held_nanos - f.amount
    from (select p.id, sum(freed.amount_nanos) as amount from freed cross join lateral unnest(freed.period_ids) as p(id) group by p.id) f where d.id = f.id
  )
  select count(*) into v_released from freed;
  return v_released;
end
$$;
comment on function ledger.release is 'Gives holds back without a request row: nothing was sent upstream. Items {id, team}; repeating it changes nothing';

create function ledger.extend_holds(p_request_ids uuid[], p_ttl_ms integer) returns integer
language sql security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
  -- A hold that is being settled or swept needs no extension; never waiting for it also means never a deadlock with it.
  with free as (
    select request_id from ledger.holds where request_id = any (p_request_ids) for update skip locked
  ),
  later as (
    update ledger.holds h set deadline = greatest(h.deadline, clock_timestamp() + make_interval(secs => p_ttl_ms / 1000.0))
    from free where h.request_id = free.request_id
    returning 1
  )
  select count(*)::integer from later
$$;
comment on function ledger.extend_holds is 'Keeps long streams out of the sweeper''s reach; answers how many holds are still there';

create function ledger.sweep(p_limit integer) returns integer
language plpgsql security definer
set search_path = ''
as $$
declare
  v_ids uuid[];
  v_swept integer;
begin
  v_ids := array(select request_id from ledger.holds where deadline < clock_timestamp() order by deadline limit p_limit);
  if cardinality(v_ids) = 0 then
    return 0;
  end if;
  perform ledger.lock_teams(array(select distinct team_id from ledger.holds where request_id = any (v_ids)));
  with freed as (
    delete from ledger.holds h where h.request_id = any (v_ids) and h.deadline < clock_timestamp() returning h.*
  ),
  given_back as (
    update ledger.team_balances b set held_nanos = b.held_nanos - f.amount
    from (select team_id, sum(amount_nanos) as amount from freed group by team_id) f where b.team_id = f.team_id
  ),
  uncounted as (
    update ledger.budget_periods d set held_nanos = d.held_nanos - f.amount
    from (select p.id, sum(freed.amount_nanos) as amount from freed cross join lateral unnest(freed.period_ids) as p(id) group by p.id) f where d.id = f.id
  ),
  written as (
    insert into usage.requests (id, started_at, team_id, key_id, model, wire, status, error_code, hold_nanos)
    select f.request_id, core.time_of_id(f.request_id), f.team_id, f.key_id, f.model, f.wire, 'orphaned', 'orphaned', f.amount_nanos from freed f
    on conflict (id, started_at) do nothing
    returning id
  ),
  recorded as (
    insert into ledger.orphans (request_id, team_id, hold_nanos, period_ids)
    select f.request_id, f.team_id, f.amount_nanos, f.period_ids from freed f join written w on w.id = f.request_id
    on conflict (request_id) do nothing
  )
  select count(*) into v_swept from freed;
  return v_swept;
end
$$;
comment on function ledger.sweep is 'Frees overdue holds at zero and records them as orphaned, for the reconciliation report; a late settlement still charges, once';

grant execute on function ledger.settle(jsonb), ledger.release(jsonb), ledger.extend_holds(uuid[], integer) to tollgate_gateway;
grant execute on function ledger.sweep(integer) to portal;
