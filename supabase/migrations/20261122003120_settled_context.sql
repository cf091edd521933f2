-- Purpose: a settled request keeps who asked with what (client tool, end user, tags, metadata, address) and the budget periods it counts in.
-- Risk: settle is as before but for six columns more. No constraint guards them: a settlement must never fail over a label.

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
      charge bigint, cost bigint, latency_ms integer, ttft_ms integer, overhead_us integer,
      key_us integer, receive_us integer, policy_us integer, limits_us integer, admission_us integer, attempts jsonb,
      client text, end_user text, tags text[], metadata jsonb, address inet)
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
      hold_nanos, charge_nanos, overrun_nanos, cost_nanos, latency_ms, ttft_ms, overhead_us,
      key_us, receive_us, policy_us, limits_us, admission_us, attempts,
      client, end_user, tags, metadata, address, period_ids)
    select d.id, core.time_of_id(d.id), d.team, d.key, d.channel, case when d.charge > 0 then b.entry_id end, d.sell, d.cost_price, d.model, d.upstream_model, d.wire,
      d.status, d.http_status, d.error_code, d.finish_reason, coalesce(d.streamed, false), coalesce(d.estimated, false),
      coalesce(d.input, 0), coalesce(d.cache_read, 0), coalesce(d.cache_write_5m, 0), coalesce(d.cache_write_1h, 0), coalesce(d.output, 0), coalesce(d.reasoning, 0),
      coalesce(d.audio_in, 0), coalesce(d.audio_out, 0), coalesce(d.image, 0),
      d.hold, d.charge, d.overrun, coalesce(d.cost, 0), d.latency_ms, d.ttft_ms, d.overhead_us,
      d.key_us, d.receive_us, d.policy_us, d.limits_us, d.admission_us, coalesce(d.attempts, '[]'),
      d.client, d.end_user, d.tags, d.metadata, d.address, nullif(d.period_ids, '{}')
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
      overhead_us = excluded.overhead_us, key_us = excluded.key_us, receive_us = excluded.receive_us, policy_us = excluded.policy_us,
      limits_us = excluded.limits_us, admission_us = excluded.admission_us, attempts = excluded.attempts,
      client = excluded.client, end_user = excluded.end_user, tags = excluded.tags, metadata = excluded.metadata, address = excluded.address,
      period_ids = excluded.period_ids, settled_at = now(), settled_xid = excluded.settled_xid
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
