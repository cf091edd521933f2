-- Purpose: a settlement holds its teams' balances only for the sums. Request rows and postings, most of its time, are written before, so that the
-- admissions of a busy team no longer wait for them.
-- Risk: the heart of "exactly once". Same rows, same answers, still one transaction. What was read of the holds before the lock is compared by row version
-- when they are deleted under it: a hold that was swept, released or counted in another period in between takes all of it back, and the long way locks first.

create or replace function ledger.settle(p_requests jsonb) returns text
language plpgsql security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_mergejoin = off
set jit = off
as $$
declare
  v_ids uuid[];
  v_teams uuid[];
  v_distinct integer;
  v_held integer;
  v_versions xid[];
  v_written integer;
  v_deleted integer;
  v_team_ids uuid[];
  v_team_charges bigint[];
  v_team_freed bigint[];
  v_period_ids bigint[];
  v_period_charges bigint[];
  v_period_freed bigint[];
  v_rolled usage.rollups[];
  v_result text;
begin
  select array_agg(r.id), array_agg(distinct r.team), count(distinct r.id) into v_ids, v_teams, v_distinct
    from jsonb_to_recordset(p_requests) as r(id uuid, team uuid);
  if v_distinct < cardinality(v_ids) then
    return ledger.settle_orphaned(p_requests);
  end if;

  -- Nothing here waits for another transaction but the same request's own: it is inserted in the order of ids, and nothing is locked yet.
  begin
    with item as materialized (
      select r.*
      from jsonb_to_recordset(p_requests) as r(
        n integer, id uuid, team uuid, key uuid, channel uuid, sell uuid, cost_price uuid, model text, upstream_model text, wire text,
        status text, http_status smallint, error_code text, finish_reason text, streamed boolean, estimated boolean,
        input bigint, cache_read bigint, cache_write_5m bigint, cache_write_1h bigint, output bigint, reasoning bigint, audio_in bigint, audio_out bigint, image bigint,
        charge bigint, cost bigint, latency_ms integer, ttft_ms integer, overhead_us integer,
        key_us integer, receive_us integer, policy_us integer, limits_us integer, admission_us integer, attempts jsonb,
        client text, end_user text, tags text[], metadata jsonb, address inet)
    ),
    hold as materialized (
      select h.request_id, h.team_id, h.amount_nanos, h.period_ids, h.xmin as version
      from item i join ledger.holds h on h.request_id = i.id and h.request_id = any (v_ids) and h.team_id = i.team
    ),
    batch as materialized (
      select team, core.new_id() as entry_id from item where charge > 0 group by team
    ),
    written as (
      insert into usage.requests as q (id, started_at, team_id, key_id, channel_id, entry_id, sell_price_id, cost_price_id, model, upstream_model, wire,
        status, http_status, error_code, finish_reason, streamed, estimated,
        input_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, reasoning_tokens, audio_in_tokens, audio_out_tokens, image_tokens,
        hold_nanos, charge_nanos, overrun_nanos, cost_nanos, latency_ms, ttft_ms, overhead_us,
        key_us, receive_us, policy_us, limits_us, admission_us, attempts,
        client, end_user, tags, metadata, address, period_ids)
      select i.id, core.time_of_id(i.id), i.team, i.key, i.channel, case when i.charge > 0 then b.entry_id end, i.sell, i.cost_price, i.model, i.upstream_model, i.wire,
        i.status, i.http_status, i.error_code, i.finish_reason, coalesce(i.streamed, false), coalesce(i.estimated, false),
        coalesce(i.input, 0), coalesce(i.cache_read, 0), coalesce(i.cache_write_5m, 0), coalesce(i.cache_write_1h, 0), coalesce(i.output, 0), coalesce(i.reasoning, 0),
        coalesce(i.audio_in, 0), coalesce(i.audio_out, 0), coalesce(i.image, 0),
        h.amount_nanos, i.charge, greatest(i.charge - h.amount_nanos, 0), coalesce(i.cost, 0), i.latency_ms, i.ttft_ms, i.overhead_us,
        i.key_us, i.receive_us, i.policy_us, i.limits_us, i.admission_us, coalesce(i.attempts, '[]'),
        i.client, i.end_user, i.tags, i.metadata, i.address, nullif(h.period_ids, '{}')
      from item i
      join hold h on h.request_id = i.id
      left join batch b on b.team = i.team
      where (select count(*) from hold) = cardinality(v_ids)
      order by i.id
      on conflict (id, started_at) do nothing
      returning q.id, q.started_at, q.team_id, q.key_id, q.channel_id, q.entry_id, q.model, q.status, q.input_tokens, q.cache_read_tokens,
        q.cache_write_5m_tokens + q.cache_write_1h_tokens as cache_write_tokens, q.output_tokens, q.reasoning_tokens, q.audio_in_tokens + q.audio_out_tokens as audio_tokens,
        q.image_tokens, q.charge_nanos, q.overrun_nanos, q.cost_nanos, q.latency_ms, q.ttft_ms, q.period_ids
    ),
    team_delta as materialized (
      select team, sum(charge) as charge, sum(freed) as freed
      from (
        select w.team_id as team, w.charge_nanos as charge, 0::bigint as freed from written w
        union all
        select h.team_id, 0, h.amount_nanos from hold h
      ) x
      group by team
    ),
    period_delta as materialized (
      select x.period_id, sum(x.charge) as charge, sum(x.freed) as freed
      from (
        select unnest(w.period_ids) as period_id, w.charge_nanos as charge, 0::bigint as freed from written w
        union all
        select unnest(h.period_ids), 0, h.amount_nanos from hold h
      ) x
      group by x.period_id
    ),
    entry as materialized (
      select entry_id, team_id as team, sum(charge_nanos) as charge, sum(overrun_nanos) as overrun from written where entry_id is not null group by entry_id, team_id
    ),
    journal as (
      insert into ledger.entries (id, kind, team_id) select entry_id, 'charge', team from entry
    ),
    lines as (
      insert into ledger.postings (entry_id, line, account_id, kind, amount_nanos)
      select e.entry_id, l.line, l.account_id, l.kind, l.amount
      from entry e
      join ledger.team_balances b on b.team_id = e.team and b.team_id = any (v_teams)
      cross join lateral (values
        (1, b.account_id, 'charge', e.overrun - e.charge),
        (2, b.account_id, 'overrun', -e.overrun),
        (3, '00000000-0000-7000-8000-000000000001'::uuid, 'charge', e.charge)
      ) as l(line, account_id, kind, amount)
      where l.amount <> 0
    ),
    rolled as (
      select row(usage.quarter_of(w.started_at), w.team_id, w.key_id, w.model, coalesce(w.channel_id, '00000000-0000-0000-0000-000000000000'), count(*),
          count(*) filter (where w.status in ('failed', 'interrupted')), sum(w.input_tokens), sum(w.cache_read_tokens), sum(w.cache_write_tokens), sum(w.output_tokens),
          sum(w.reasoning_tokens), sum(w.audio_tokens), sum(w.image_tokens), sum(w.charge_nanos), 0, sum(w.cost_nanos),
          coalesce(sum(w.latency_ms), 0), coalesce(sum(w.ttft_ms), 0), count(w.ttft_ms))::usage.rollups as sums
      from written w
      group by usage.quarter_of(w.started_at), w.team_id, w.key_id, w.model, w.channel_id
    )
    select (select count(*) from hold), (select array_agg(v.version) from (select version from hold group by version) v), (select count(*) from written),
        t.ids, t.charges, t.freed, p.ids, p.charges, p.freed, (select array_agg(r.sums) from rolled r),
        (select string_agg(case when w.id is null then 'd' else 'y' end, '' order by i.n) from item i left join written w on w.id = i.id)
      into v_held, v_versions, v_written, v_team_ids, v_team_charges, v_team_freed, v_period_ids, v_period_charges, v_period_freed, v_rolled, v_result
      from (select array_agg(team) as ids, array_agg(charge) as charges, array_agg(freed) as freed from team_delta) t,
        (select array_agg(period_id) as ids, array_agg(charge) as charges, array_agg(freed) as freed from period_delta) p;

    if v_held < cardinality(v_ids) then
      return ledger.settle_orphaned(p_requests);
    end if;

    -- As ledger.lock_teams does.
    perform 1 from ledger.team_balances where team_id = any (v_teams) order by team_id for no key update;
    with deleted as (
      delete from ledger.holds h where h.request_id = any (v_ids) returning h.xmin as version
    )
    select count(*) into v_deleted from deleted d where d.version = any (v_versions);
    if v_deleted < v_held or v_written < v_held then
      raise exception using errcode = 'TG001', message = 'A hold changed while its request was settled';
    end if;
    update ledger.team_balances b set credit_nanos = b.credit_nanos - t.charge, held_nanos = b.held_nanos - t.freed
      from unnest(v_team_ids, v_team_charges, v_team_freed) as t(team, charge, freed)
      where b.team_id = t.team and b.team_id = any (v_teams);
    if v_period_ids is not null then
      update ledger.budget_periods d set spent_nanos = d.spent_nanos + p.charge, held_nanos = d.held_nanos - p.freed
        from unnest(v_period_ids, v_period_charges, v_period_freed) as p(id, charge, freed)
        where d.id = p.id and d.id = any (v_period_ids);
    end if;
    insert into usage.rollups as u (quarter, team_id, key_id, model, channel_id, requests, failures, input_tokens, cache_read_tokens, cache_write_tokens,
        output_tokens, reasoning_tokens, audio_tokens, image_tokens, charge_nanos, cost_nanos, latency_ms_sum, ttft_ms_sum, ttft_count)
      select s.quarter, s.team_id, s.key_id, s.model, s.channel_id, s.requests, s.failures, s.input_tokens, s.cache_read_tokens, s.cache_write_tokens,
        s.output_tokens, s.reasoning_tokens, s.audio_tokens, s.image_tokens, s.charge_nanos, s.cost_nanos, s.latency_ms_sum, s.ttft_ms_sum, s.ttft_count
      from unnest(v_rolled) as s
      on conflict (team_id, quarter, key_id, model, channel_id) do update set
        requests = u.requests + excluded.requests, failures = u.failures + excluded.failures, input_tokens = u.input_tokens + excluded.input_tokens,
        cache_read_tokens = u.cache_read_tokens + excluded.cache_read_tokens, cache_write_tokens = u.cache_write_tokens + excluded.cache_write_tokens,
        output_tokens = u.output_tokens + excluded.output_tokens, reasoning_tokens = u.reasoning_tokens + excluded.reasoning_tokens,
        audio_tokens = u.audio_tokens + excluded.audio_tokens, image_tokens = u.image_tokens + excluded.image_tokens,
        charge_nanos = u.charge_nanos + excluded.charge_nanos, cost_nanos = u.cost_nanos + excluded.cost_nanos,
        latency_ms_sum = u.latency_ms_sum + excluded.latency_ms_sum, ttft_ms_sum = u.ttft_ms_sum + excluded.ttft_ms_sum, ttft_count = u.ttft_count + excluded.ttft_count;
    return v_result;
  exception
    when sqlstate 'TG001' then
      return ledger.settle_orphaned(p_requests);
  end;
end
$$;
comment on function ledger.settle is
  'Frees holds, writes request rows, charges and rolls up a batch, each request exactly once however often it comes; answers y (charged) or d (was settled) per item';
comment on function ledger.settle_orphaned is
  'The long way of ledger.settle, which locks before it reads: requests without a hold (swept, or settled before), ids that came twice in a batch, holds that changed meanwhile';
