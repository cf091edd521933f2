-- Purpose: admission. One autocommit call takes a batch of requests and holds each one's worst case, or says why not.
-- Risk: the heart of "never overspent". Lock order for every writer of the ledger: team_balances rows in team id order, then anything else.

create function ledger.lock_teams(team_ids uuid[]) returns void
language plpgsql
set search_path = ''
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
begin
  perform 1 from ledger.team_balances where team_id = any (team_ids) order by team_id for no key update;
end
$$;
comment on function ledger.lock_teams is 'The only lock order: a team''s row covers its credit, holds, periods, request rows and roll-ups';

create function ledger.period_start(period text, time_zone text, at timestamptz) returns timestamptz
language sql stable strict
set search_path = ''
as $$
  select case period
    when 'total' then '-infinity'::timestamptz
    else date_trunc(period, at at time zone time_zone) at time zone time_zone
  end
$$;
comment on function ledger.period_start is 'Start of the budget period that contains a moment, by the wall clock of the time zone';

create function ledger.open_periods(team_ids uuid[], at timestamptz) returns void
language sql
set search_path = ''
as $$
  insert into ledger.budget_periods (budget_id, starts_at)
  select b.id, ledger.period_start(b.period, b.time_zone, at)
  from ledger.budgets b
  where b.team_id = any (team_ids) and b.ended_at is null
  order by b.id
  on conflict do nothing
$$;
comment on function ledger.open_periods is 'Makes the current period rows of these teams'' budgets; the caller holds the team locks';

create function ledger.applies(b ledger.budgets, key_id uuid, member_id uuid, tags jsonb, model text) returns boolean
language sql stable
set search_path = ''
as $$
  select case b.scope
    when 'team' then true
    when 'key' then b.scope_id = key_id::text
    when 'member' then b.scope_id = member_id::text
    when 'model' then b.scope_id = model
    else coalesce(tags, '[]') ? b.scope_id
  end
$$;
comment on function ledger.applies is 'Whether a budget counts a request; tags are those an administrator put on the key';

-- One request after another: the way taken only by teams whose whole batch did not fit at once.
create function ledger.admit_one(
  p_id uuid, p_team uuid, p_key uuid, p_model text, p_wire text, p_hold bigint, p_fixed bigint,
  p_rate bigint, p_least integer, p_ttl_ms integer, p_member uuid, p_tags jsonb, p_now timestamptz,
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
  v_periods bigint[];
  v_hold bigint := p_hold;
  v_fits numeric;
  v_tokens bigint;
begin
  select credit_nanos - held_nanos into v_available from ledger.team_balances where team_id = p_team;
  select (array_agg(p.room order by p.room))[1], (array_agg(p.budget_id order by p.room))[1], coalesce(array_agg(p.id), '{}')
    into v_room, v_budget, v_periods
    from (
      select d.id, d.budget_id, b.amount_nanos - d.spent_nanos - d.held_nanos as room
      from ledger.budgets b
      join ledger.budget_periods d on d.budget_id = b.id and d.starts_at = ledger.period_start(b.period, b.time_zone, p_now)
      where b.team_id = p_team and b.ended_at is null and ledger.applies(b, p_key, p_member, p_tags, p_model)
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
      detail := jsonb_build_object('affordable', v_tokens, 'available', greatest(v_fits, 0)::text, 'budget', case when verdict = 'b' then v_budget end);
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

create function ledger.admit(p_requests jsonb, out version bigint, out verdicts text, out details jsonb)
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
  v_now := clock_timestamp();
  if exists (select from ledger.budgets where team_id = any (v_teams) and ended_at is null) then
    perform ledger.open_periods(v_teams, v_now);
  end if;
  select s.version into version from core.snapshot_state s;

  -- Every team whose whole batch fits its credit and its budgets is held in one go; the others are left as '?'.
  with item as materialized (
    select r.n, r.id, r.team, r.key, r.model, r.wire, r.hold, r.ttl_ms, h.ceiling_tokens, k.created_by as member, k.policy -> 'tags' as tags,
      case
        when h.request_id is not null then case when h.ceiling_tokens is null then 'y' else 'l' end
        when k.id is null then 'k'
        when r.sv is distinct from admit.version then 's'
      end as verdict
    from jsonb_to_recordset(p_requests) as r(n integer, id uuid, team uuid, key uuid, pv bigint, sv bigint, model text, wire text, hold bigint, ttl_ms integer)
    left join ledger.holds h on h.request_id = r.id
    left join core.api_keys k on k.id = r.key and k.team_id = r.team and k.status = 'active' and k.policy_version = r.pv
  ),
  touch as materialized (
    select i.id, i.team, i.hold, d.id as period_id, b.amount_nanos - d.spent_nanos - d.held_nanos as room
    from item i
    join ledger.budgets b on b.team_id = i.team and b.ended_at is null and ledger.applies(b, i.key, i.member, i.tags, i.model)
    join ledger.budget_periods d on d.budget_id = b.id and d.starts_at = ledger.period_start(b.period, b.time_zone, v_now)
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
      select r.n, r.id, r.team, r.key, r.model, r.wire, r.hold, r.fixed, r.rate, r.least, r.ttl_ms, k.created_by as member, k.policy -> 'tags' as tags
      from jsonb_to_recordset(p_requests) as r(n integer, id uuid, team uuid, key uuid, model text, wire text, hold bigint, fixed bigint, rate bigint, least integer, ttl_ms integer)
      join core.api_keys k on k.id = r.key
      where substr(verdicts, r.n + 1, 1) = '?'
      order by r.n
    loop
      select * into v_one from ledger.admit_one(v_open.id, v_open.team, v_open.key, v_open.model, v_open.wire, v_open.hold, v_open.fixed,
        v_open.rate, v_open.least, v_open.ttl_ms, v_open.member, v_open.tags, v_now);
      verdicts := overlay(verdicts placing v_one.verdict from v_open.n + 1 for 1);
      if v_one.detail is not null then
        details := details || jsonb_build_object(v_open.n::text, v_one.detail);
      end if;
    end loop;
  end if;
end
$$;
comment on function ledger.admit is
  'Items {n, id, team, key, pv policy version, sv snapshot version, model, wire, hold, fixed, rate, least, ttl_ms}, n from 0 and ids distinct; answers one character each: y held, l held with the ceiling in details, k key changed or off, s stale snapshot, c credit, b budget';

grant execute on function ledger.admit(jsonb) to tollgate_gateway;
