-- Purpose: a refused request leaves no row of an end user's budget behind, and rows of end users that nobody needs any more go.
-- Risk: the heart of "never overspent": admit is as before but for the rows it takes back at its end, which no hold names. Only rows per end user are ever deleted.

drop function ledger.open_periods(jsonb, uuid[], timestamptz);
create function ledger.open_periods(p_requests jsonb, team_ids uuid[], at timestamptz) returns bigint[]
language plpgsql
set search_path = ''
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
  v_opened bigint[];
begin
  with opened as (
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
    returning id, subject
  )
  select coalesce(array_agg(o.id) filter (where o.subject <> ''), '{}') into v_opened from opened o;
  return v_opened;
end
$$;
comment on function ledger.open_periods is
  'Makes the current period rows of these teams'' budgets, of those per end user only for the end users asking, and answers the latter; the caller holds the team locks';

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
  v_budgets boolean;
  v_opened bigint[] := '{}';
  v_open record;
  v_one record;
begin
  perform ledger.lock_teams(v_teams);
  v_now := ledger.clock();
  v_budgets := exists (select from ledger.budgets where team_id = any (v_teams) and ended_at is null);
  if v_budgets then
    v_opened := ledger.open_periods(p_requests, v_teams, v_now);
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
  due as materialized (
    select i.n, i.id, i.team, i.key, i.model, i.wire, i.hold, i.ttl_ms, t.periods, t.rooms
    from item i
    left join lateral (
      select array_agg(d.id) as periods, array_agg(case when b.mode = 'hard' then ledger.budget_limit(b, v_now) - d.spent_nanos - d.held_nanos end) as rooms
      from ledger.budgets b
      join ledger.budget_periods d on d.budget_id = b.id and d.starts_at = ledger.budget_start(b, v_now) and d.subject = case when b.per_end_user then i.end_user else '' end
      where v_budgets and b.team_id = i.team and b.ended_at is null and ledger.applies(b, i.key, i.member, i.tags, i.model, i.end_user)
    ) t on v_budgets
    where i.verdict is null
  ),
  period_load as materialized (
    select p.id, i.team, sum(i.hold) as load, min(p.room) as room from due i cross join lateral unnest(i.periods, i.rooms) as p(id, room) group by p.id, i.team
  ),
  team_load as materialized (
    select team, sum(hold) as load from due group by team
  ),
  -- As an array, since it is nearly always empty: joins would compare every team with every period.
  short as materialized (
    select array(
      select t.team from team_load t left join ledger.team_balances b on b.team_id = t.team where coalesce(t.load > b.credit_nanos - b.held_nanos, true)
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
    update ledger.team_balances b set held_nanos = b.held_nanos + t.load from team_load t where b.team_id = t.team and t.team <> all ((select teams from short)::uuid[])
  ),
  counted as (
    update ledger.budget_periods d set held_nanos = d.held_nanos + p.load from period_load p where d.id = p.id and p.team <> all ((select teams from short)::uuid[])
  )
  select string_agg(coalesce(i.verdict, case when i.team = any ((select teams from short)::uuid[]) then '?' else 'y' end), '' order by i.n),
      coalesce(jsonb_object_agg(i.n, jsonb_build_object('ceiling', i.ceiling_tokens)) filter (where i.verdict = 'l'), '{}')
    into verdicts, details
    from item i;

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

  -- Nobody makes rows by asking in vain with ever new end users.
  if cardinality(v_opened) > 0 and verdicts ~ '[bcks]' then
    delete from ledger.budget_periods d
    where d.id = any (v_opened) and not exists (
      select from ledger.holds h
      where h.request_id = any (array(select (r ->> 'id')::uuid from jsonb_array_elements(p_requests) r)) and d.id = any (h.period_ids));
  end if;
end
$$;

create function ledger.teams_with_end_users() returns setof uuid
language sql stable security definer
set search_path = ''
as $$
  select distinct team_id from ledger.budgets where per_end_user
$$;
comment on function ledger.teams_with_end_users is 'Teams that have or had budgets per end user';

create function ledger.forget_end_users(p_team uuid, p_keep interval, p_limit integer) returns integer
language plpgsql security definer
set search_path = ''
as $$
declare
  v_now timestamptz := ledger.clock();
  v_ids bigint[];
  v_spent bigint[];
  v_gone integer;
begin
  -- Found without the lock, and looked at once more under it.
  select array_agg(x.id), array_agg(x.spent_nanos) into v_ids, v_spent
    from (
      select d.id, d.spent_nanos
      from ledger.budgets b
      join ledger.budget_periods d on d.budget_id = b.id
      where b.team_id = p_team and b.per_end_user and d.held_nanos = 0 and (
        b.ended_at < v_now - p_keep
        or d.starts_at < ledger.budget_start(b, v_now - p_keep)
        or d.spent_nanos = 0 and d.unlisted_nanos = 0 and (b.period = 'total' or d.starts_at < ledger.budget_start(b, v_now - interval '2 days')))
      limit p_limit
    ) x;
  if v_ids is null then
    return 0;
  end if;
  perform ledger.lock_teams(array[p_team]);
  with old as (
    select d.id
    from unnest(v_ids, v_spent) as v(id, spent)
    join ledger.budget_periods d on d.id = v.id and d.spent_nanos = v.spent and d.held_nanos = 0
    where not exists (select from ledger.holds h where h.team_id = p_team and d.id = any (h.period_ids))
      and not exists (select from ledger.orphans o where o.team_id = p_team and o.resolved_at is null and d.id = any (o.period_ids))
  )
  delete from ledger.budget_periods d using old where d.id = old.id;
  get diagnostics v_gone = row_count;
  return v_gone;
end
$$;
comment on function ledger.forget_end_users is
  'Deletes rows of a team''s budgets per end user: those of periods that ended p_keep ago, and those in which nothing was spent; a request under way or orphaned keeps its rows';

create function ledger.forget_crossings(p_keep interval) returns integer
language plpgsql security definer
set search_path = ''
as $$
declare
  v_now timestamptz := ledger.clock();
  v_gone integer;
begin
  delete from ledger.budget_notices n using ledger.budgets b
  where b.id = n.budget_id and n.noticed_at < v_now - p_keep
    and (b.ended_at is not null or n.starts_at < ledger.budget_start(b, v_now - interval '2 days'));
  get diagnostics v_gone = row_count;
  return v_gone;
end
$$;
comment on function ledger.forget_crossings is 'Deletes what was noticed of periods that are over: nothing asks about them again';
grant execute on function ledger.teams_with_end_users(), ledger.forget_end_users(uuid, interval, integer), ledger.forget_crossings(interval) to portal;
