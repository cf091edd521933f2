-- Purpose: admission by the new budgets: soft ones, per end user, raised for a time, with a fallback model; the caller says who and what a request is.
-- Risk: the heart of "never overspent". Lock order and number of round trips are as before.

drop function ledger.admit_one(uuid, uuid, uuid, text, text, bigint, bigint, bigint, integer, integer, uuid, jsonb, timestamptz);
drop function ledger.open_periods(uuid[], timestamptz);
drop function ledger.applies(ledger.budgets, uuid, uuid, jsonb, text);

create function ledger.applies(b ledger.budgets, key_id uuid, member_id uuid, tags jsonb, model text, end_user text) returns boolean
language sql stable
as $$
  select case b.scope
    when 'team' then true
    when 'key' then b.scope_id = key_id::text
    when 'member' then b.scope_id = member_id::text
    when 'model' then b.scope_id = model
    when 'end_user' then b.scope_id = end_user
    else coalesce(tags, '[]') ? b.scope_id
  end and (not b.per_end_user or end_user is not null)
$$;
comment on function ledger.applies is 'Whether a budget counts a request; tags are those an administrator put on the key, its member or its team';

create function ledger.open_periods(p_requests jsonb, team_ids uuid[], at timestamptz) returns void
language sql
set search_path = ''
as $$
  insert into ledger.budget_periods (budget_id, subject, starts_at)
  select b.id, s.subject, ledger.budget_start(b, at)
  from ledger.budgets b
  cross join lateral (
    select '' as subject where not b.per_end_user
    union all
    select distinct r.end_user
    from jsonb_to_recordset(p_requests) as r(team uuid, key uuid, member uuid, tags jsonb, model text, end_user text)
    left join core.api_keys k on k.id = r.key and r.tags is null
    where b.per_end_user and r.team = b.team_id
      and ledger.applies(b, r.key, case when r.tags is null then k.created_by else r.member end, coalesce(r.tags, k.policy -> 'tags'), r.model, r.end_user)
  ) s
  where b.team_id = any (team_ids) and b.ended_at is null
    and not exists (select from ledger.budget_periods d where d.budget_id = b.id and d.subject = s.subject and d.starts_at = ledger.budget_start(b, at))
  order by b.id, s.subject
  on conflict do nothing
$$;
comment on function ledger.open_periods is 'Makes the current period rows of these teams'' budgets, of those per end user only for the end users asking; the caller holds the team locks';

-- One request after another: the way taken only by teams whose whole batch did not fit at once.
create function ledger.admit_one(
  p_id uuid, p_team uuid, p_key uuid, p_model text, p_wire text, p_hold bigint, p_fixed bigint,
  p_rate bigint, p_least integer, p_ttl_ms integer, p_member uuid, p_tags jsonb, p_end_user text, p_now timestamptz,
  out verdict text, out detail jsonb
)
language plpgsql
set search_path = ''
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
  v_available bigint;
  v_room bigint;
  v_budget uuid;
  v_period bigint;
  v_periods bigint[];
  v_hold bigint := p_hold;
  v_fits numeric;
  v_tokens bigint;
begin
  select credit_nanos - held_nanos into v_available from ledger.team_balances where team_id = p_team;
  -- Of budgets with the same room the one that refuses outright comes before one with a fallback. Soft ones have no room to run out of.
  select (array_agg(p.room order by p.room, p.fallback, p.id))[1], (array_agg(p.budget_id order by p.room, p.fallback, p.id))[1],
      (array_agg(p.id order by p.room, p.fallback, p.id))[1], coalesce(array_agg(p.id), '{}')
    into v_room, v_budget, v_period, v_periods
    from (
      select d.id, d.budget_id, b.on_exhausted_model is not null as fallback,
        case when b.mode = 'hard' then ledger.budget_limit(b, p_now) - d.spent_nanos - d.held_nanos end as room
      from ledger.budgets b
      join ledger.budget_periods d on d.budget_id = b.id and d.starts_at = ledger.budget_start(b, p_now) and d.subject = case when b.per_end_user then p_end_user else '' end
      where b.team_id = p_team and b.ended_at is null and ledger.applies(b, p_key, p_member, p_tags, p_model, p_end_user)
    ) p;

  verdict := 'y';
  if p_hold > least(v_available, coalesce(v_room, v_available)) then
    v_fits := least(v_available, coalesce(v_room, v_available));
    if p_rate > 0 then
      v_tokens := greatest(floor((v_fits - p_fixed) * 1000000 / p_rate), 0);
    else
      v_tokens := 0;
    end if;
    if p_least is null or v_tokens < p_least or v_fits < 0 then
      verdict := case when v_room is not null and v_room < v_available then 'b' else 'c' end;
      detail := jsonb_build_object('affordable', v_tokens, 'available', greatest(v_fits, 0)::text);
      if verdict = 'b' then
        select detail || jsonb_build_object('budget', b.id, 'scope', b.scope, 'period', b.period, 'model', b.on_exhausted_model) into detail from ledger.budgets b where b.id = v_budget;
        update ledger.budget_periods d set refused_at = p_now from ledger.budgets b
          where d.id = v_period and d.refused_at is null and b.id = v_budget and d.spent_nanos::numeric * 10 >= ledger.budget_limit(b, p_now)::numeric * 9;
      end if;
      return;
    end if;
    verdict := 'l';
    detail := jsonb_build_object('ceiling', v_tokens);
    v_hold := p_fixed + ceil(v_tokens::numeric * p_rate / 1000000);
  end if;

  insert into ledger.holds (request_id, team_id, key_id, model, wire, amount_nanos, ceiling_tokens, period_ids, deadline)
  values (p_id, p_team, p_key, p_model, p_wire, v_hold, case when verdict = 'l' then v_tokens end, v_periods, p_now + make_interval(secs => p_ttl_ms / 1000.0));
  update ledger.team_balances set held_nanos = held_nanos + v_hold where team_id = p_team;
  update ledger.budget_periods set held_nanos = held_nanos + v_hold where id = any (v_periods);
end
$$;
comment on function ledger.admit_one is 'y held, l held with a lower output ceiling, c too little credit, b a budget refuses';

create or replace function ledger.admit(p_requests jsonb, out version bigint, out verdicts text, out details jsonb)
language plpgsql security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $$
declare
  v_teams uuid[] := array(select distinct (r ->> 'team')::uuid from jsonb_array_elements(p_requests) r);
  v_now timestamptz;
  v_open record;
  v_one record;
begin
  perform ledger.lock_teams(v_teams);
  v_now := ledger.clock();
  if exists (select from ledger.budgets where team_id = any (v_teams) and ended_at is null) then
    perform ledger.open_periods(p_requests, v_teams, v_now);
  end if;
  select s.version into version from core.snapshot_state s;

  -- Every team whose whole batch fits its credit and its budgets is held in one go; the others are left as '?'.
  with item as materialized (
    select r.n, r.id, r.team, r.key, r.model, r.wire, r.hold, r.ttl_ms, h.ceiling_tokens, r.end_user,
      case when r.tags is null then k.created_by else r.member end as member, coalesce(r.tags, k.policy -> 'tags') as tags,
      case
        when h.request_id is not null then case when h.ceiling_tokens is null then 'y' else 'l' end
        when k.id is null then 'k'
        when r.sv is distinct from admit.version then 's'
      end as verdict
    from jsonb_to_recordset(p_requests) as r(n integer, id uuid, team uuid, key uuid, pv bigint, sv bigint, model text, wire text, hold bigint, ttl_ms integer, member uuid, tags jsonb, end_user text)
    left join ledger.holds h on h.request_id = r.id
    left join core.api_keys k on k.id = r.key and k.team_id = r.team and k.status = 'active' and k.policy_version = r.pv
  ),
  touch as materialized (
    select i.id, i.team, i.hold, d.id as period_id, case when b.mode = 'hard' then ledger.budget_limit(b, v_now) - d.spent_nanos - d.held_nanos end as room
    from item i
    join ledger.budgets b on b.team_id = i.team and b.ended_at is null and ledger.applies(b, i.key, i.member, i.tags, i.model, i.end_user)
    join ledger.budget_periods d on d.budget_id = b.id and d.starts_at = ledger.budget_start(b, v_now) and d.subject = case when b.per_end_user then i.end_user else '' end
    where i.verdict is null
  ),
  period_load as materialized (
    select period_id, team, sum(hold) as load, min(room) as room from touch group by period_id, team
  ),
  team_load as materialized (
    select team, sum(hold) as load from item where verdict is null group by team
  ),
  fit as materialized (
    select t.team, t.load
    from team_load t
    join ledger.team_balances b on b.team_id = t.team
    where t.load <= b.credit_nanos - b.held_nanos
      and not exists (select from period_load p where p.team = t.team and p.load > p.room)
  ),
  held as (
    insert into ledger.holds (request_id, team_id, key_id, model, wire, amount_nanos, period_ids, deadline)
    select i.id, i.team, i.key, i.model, i.wire, i.hold,
      array(select t.period_id from touch t where t.id = i.id),
      v_now + make_interval(secs => i.ttl_ms / 1000.0)
    from item i
    join fit on fit.team = i.team
    where i.verdict is null
  ),
  taken as (
    update ledger.team_balances b set held_nanos = b.held_nanos + fit.load from fit where b.team_id = fit.team
  ),
  counted as (
    update ledger.budget_periods d set held_nanos = d.held_nanos + p.load from period_load p join fit on fit.team = p.team where d.id = p.period_id
  )
  select string_agg(coalesce(i.verdict, case when fit.team is null then '?' else 'y' end), '' order by i.n),
      coalesce(jsonb_object_agg(i.n, jsonb_build_object('ceiling', i.ceiling_tokens)) filter (where i.verdict = 'l'), '{}')
    into verdicts, details
    from item i left join fit on fit.team = i.team;

  if position('?' in verdicts) > 0 then
    for v_open in
      select r.n, r.id, r.team, r.key, r.model, r.wire, r.hold, r.fixed, r.rate, r.least, r.ttl_ms, r.end_user,
        case when r.tags is null then k.created_by else r.member end as member, coalesce(r.tags, k.policy -> 'tags') as tags
      from jsonb_to_recordset(p_requests) as r(n integer, id uuid, team uuid, key uuid, model text, wire text, hold bigint, fixed bigint, rate bigint, least integer, ttl_ms integer, member uuid, tags jsonb, end_user text)
      join core.api_keys k on k.id = r.key
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
comment on function ledger.admit is
  'Items {n, id, team, key, pv policy version, sv snapshot version, model, wire, hold, fixed, rate, least, ttl_ms, member, tags, end_user}, n from 0 and ids distinct; one without tags takes member and tags from its key. Answers one character each: y held, l held with the ceiling in details, k key changed or off, s stale snapshot, c credit, b budget';
