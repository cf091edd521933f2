-- Purpose: budgets and tags cost Postgres little for each request. Admission asks once for all requests alike which budgets count them, settlement sums by
-- the periods' list before it looks into it, and lists the tags of a batch in one go instead of one by one behind a trigger.
-- Risk: the heart of "never overspent" and "exactly once". Same answers, same locks in the same order, same rows.

drop trigger requests_list_tags on usage.requests;
create trigger requests_list_tags after insert or update of tags on usage.requests
  for each row when (new.tags is not null and current_setting('usage.tags_are_listed', true) is distinct from 'yes') execute function usage.list_request_tags();
comment on trigger requests_list_tags on usage.requests is 'Not for rows of ledger.settle, which lists the tags of its batch itself';

create or replace function ledger.admit(p_requests jsonb, out version bigint, out verdicts text, out details jsonb)
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
  v_keys uuid[];
  v_now timestamptz;
  v_budgets boolean;
  v_opens boolean;
  v_open record;
  v_one record;
begin
  select array_agg(r.id), array_agg(distinct r.team), array_agg(distinct r.key) into v_ids, v_teams, v_keys
    from jsonb_to_recordset(p_requests) as r(id uuid, team uuid, key uuid);
  -- As ledger.lock_teams does.
  perform 1 from ledger.team_balances where team_id = any (v_teams) order by team_id for no key update;
  v_now := ledger.clock();
  select count(*) > 0, bool_or(b.per_end_user or d.id is null) into v_budgets, v_opens
    from ledger.budgets b
    left join ledger.budget_periods d on d.budget_id = b.id and d.subject = '' and d.starts_at = ledger.budget_start(b, v_now)
    where b.team_id = any (v_teams) and b.ended_at is null;
  if v_opens then
    perform ledger.open_periods(p_requests, v_teams, v_now);
  end if;

  -- Every team whose whole batch fits its credit and its budgets is held in one go; the others are left as '?'.
  with snapshot as materialized (
    select s.version from core.snapshot_state s
  ),
  item as materialized (
    select r.n, r.id, r.team, r.key, r.model, r.wire, r.hold, r.ttl_ms, h.ceiling_tokens, r.end_user,
      case when r.tags is null then k.created_by else r.member end as member, coalesce(r.tags, k.policy -> 'tags') as tags,
      case
        when h.request_id is not null then case when h.ceiling_tokens is null then 'y' else 'l' end
        when k.id is null then 'k'
        when r.sv is distinct from (select s.version from snapshot s) then 's'
      end as verdict
    from jsonb_to_recordset(p_requests) as r(n integer, id uuid, team uuid, key uuid, pv bigint, sv bigint, model text, wire text, hold bigint, ttl_ms integer, member uuid, tags jsonb, end_user text)
    left join ledger.holds h on h.request_id = r.id and h.request_id = any (v_ids)
    left join core.api_keys k on k.id = r.key and k.team_id = r.team and k.status = 'active' and k.policy_version = r.pv and k.id = any (v_keys)
  ),
  -- Those that the same budgets count, as one: which and with what room is asked once for all of them.
  alike as materialized (
    select i.team, i.key, i.member, i.tags, i.model, i.end_user, sum(i.hold) as load, array_agg(i.n) as ns
    from item i
    where i.verdict is null
    group by i.team, i.key, i.member, i.tags, i.model, i.end_user
  ),
  counting as materialized (
    select a.team, a.load, a.ns, t.periods, t.rooms
    from alike a
    cross join lateral (
      select array_agg(d.id) as periods, array_agg(case when b.mode = 'hard' then ledger.budget_limit(b, v_now) - d.spent_nanos - d.held_nanos end) as rooms
      from ledger.budgets b
      join ledger.budget_periods d on d.budget_id = b.id and d.starts_at = ledger.budget_start(b, v_now) and d.subject = case when b.per_end_user then a.end_user else '' end
      where b.team_id = a.team and b.ended_at is null and ledger.applies(b, a.key, a.member, a.tags, a.model, a.end_user)
    ) t
    where v_budgets
  ),
  due as materialized (
    select i.n, i.id, i.team, i.key, i.model, i.wire, i.hold, i.ttl_ms, p.periods
    from item i
    left join (select g.n, c.periods from counting c cross join lateral unnest(c.ns) as g(n)) p on v_budgets and p.n = i.n
    where i.verdict is null
  ),
  period_load as materialized (
    select p.id, c.team, sum(c.load) as load, min(p.room) as room
    from counting c cross join lateral unnest(c.periods, c.rooms) as p(id, room)
    group by p.id, c.team
  ),
  team_load as materialized (
    select team, sum(hold) as load from due group by team
  ),
  -- As an array, since it is nearly always empty: joins would compare every team with every period.
  short as materialized (
    select array(
      select t.team from team_load t left join ledger.team_balances b on b.team_id = t.team and b.team_id = any (v_teams)
      where coalesce(t.load > b.credit_nanos - b.held_nanos, true)
      union
      select p.team from period_load p where p.load > p.room
    ) as teams
  ),
  held as (
    insert into ledger.holds (request_id, team_id, key_id, model, wire, amount_nanos, period_ids, deadline)
    select i.id, i.team, i.key, i.model, i.wire, i.hold, coalesce(i.periods, '{}'), v_now + make_interval(secs => i.ttl_ms / 1000.0)
    from due i
    where i.team <> all ((select teams from short)::uuid[])
  ),
  taken as (
    update ledger.team_balances b set held_nanos = b.held_nanos + t.load
    from team_load t
    where b.team_id = t.team and b.team_id = any (v_teams) and t.team <> all ((select teams from short)::uuid[])
  ),
  counted as (
    update ledger.budget_periods d set held_nanos = d.held_nanos + p.load
    from period_load p
    where d.id = p.id and d.id = any (array(select l.id from period_load l)) and p.team <> all ((select teams from short)::uuid[])
  )
  select (select s.version from snapshot s),
      string_agg(coalesce(i.verdict, case when i.team = any ((select teams from short)::uuid[]) then '?' else 'y' end), '' order by i.n),
      coalesce(jsonb_object_agg(i.n, jsonb_build_object('ceiling', i.ceiling_tokens)) filter (where i.verdict = 'l'), '{}')
    into version, verdicts, details
    from item i;

  if position('?' in verdicts) > 0 then
    for v_open in
      select r.n, r.id, r.team, r.key, r.model, r.wire, r.hold, r.fixed, r.rate, r.least, r.ttl_ms, r.end_user,
        case when r.tags is null then k.created_by else r.member end as member, coalesce(r.tags, k.policy -> 'tags') as tags
      from jsonb_to_recordset(p_requests) as r(n integer, id uuid, team uuid, key uuid, model text, wire text, hold bigint, fixed bigint, rate bigint, least integer, ttl_ms integer, member uuid, tags jsonb, end_user text)
      join core.api_keys k on k.id = r.key and k.id = any (v_keys)
      where substr(verdicts, r.n + 1, 1) = '?'
      order by r.n
    loop
      select * into v_one from ledger.admit_one(v_open.id, v_open.team, v_open.key, v_open.model, v_open.wire, v_open.hold, v_open.fixed,
        v_open.rate, v_open.least, v_open.ttl_ms, v_open.member, v_open.tags, v_open.end_user, v_now);
      verdicts := overlay(verdicts placing v_one.verdict from v_open.n + 1 for 1);
      if v_one.detail is not null then
        details := details || jsonb_build_object(v_open.n::text, v_one.detail);
      end if;
    end loop;
  end if;
end
$$;

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
    -- Until the rows are written: one by one, as their trigger lists them, tags cost a quarter of the call.
    perform set_config('usage.tags_are_listed', 'yes', true);
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
      select h.request_id, h.team_id, h.amount_nanos, h.period_ids, h.xmin as version, i.charge
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
        q.image_tokens, q.charge_nanos, q.overrun_nanos, q.cost_nanos, q.latency_ms, q.ttft_ms, q.tags
    ),
    delta as materialized (
      select team_id as team, period_ids, sum(charge) as charge, sum(amount_nanos) as freed from hold group by team_id, period_ids
    ),
    team_delta as materialized (
      select team, sum(charge) as charge, sum(freed) as freed from delta group by team
    ),
    period_delta as materialized (
      select p.id as period_id, sum(x.charge) as charge, sum(x.freed) as freed from delta x cross join lateral unnest(x.period_ids) as p(id) group by p.id
    ),
    listed as (
      insert into usage.request_tags (team_id, tag, request_id, started_at)
      select distinct w.team_id, t.tag, w.id, w.started_at from written w cross join lateral unnest(w.tags) as t(tag) where w.tags is not null
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
    perform set_config('usage.tags_are_listed', 'no', true);

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
    -- The long way lists tags as if they might be listed already.
    when sqlstate 'TG001' or unique_violation then
      return ledger.settle_orphaned(p_requests);
  end;
end
$$;
