-- Purpose: what budgets cost an admission grows with the requests and budgets of a batch, no longer with their product; without budgets it costs less than before.
-- Risk: the heart of "never overspent". Same answers, same locks: teams that do not fit are kept as a list instead of joining those that do.

-- In plpgsql, so that its plan is kept from one batch to the next.
create or replace function ledger.open_periods(p_requests jsonb, team_ids uuid[], at timestamptz) returns void
language plpgsql
set search_path = ''
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
begin
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
  on conflict do nothing;
end
$$;

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
  v_open record;
  v_one record;
begin
  perform ledger.lock_teams(v_teams);
  v_now := ledger.clock();
  v_budgets := exists (select from ledger.budgets where team_id = any (v_teams) and ended_at is null);
  if v_budgets then
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
end
$$;
