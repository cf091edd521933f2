-- Purpose: making, changing, raising and reading budgets with their new parts; the books' proof that each period spent what its requests were charged.
-- Risk: a change takes the team's lock, so no admission sees half of it.

create function ledger.move_time_zone(p_budget uuid, p_time_zone text, at timestamptz) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_old ledger.budgets;
  v_end timestamptz;
begin
  select * into v_old from ledger.budgets where id = p_budget;
  if v_old.time_zone = p_time_zone then
    return;
  end if;
  -- The period under way goes on to the same date in the new zone or, where that has passed, to the end it had.
  v_end := ledger.budget_end(v_old, at);
  if v_end <> 'infinity' and (v_end at time zone v_old.time_zone) at time zone p_time_zone > at then
    v_end := (v_end at time zone v_old.time_zone) at time zone p_time_zone;
  end if;
  update ledger.budgets set time_zone = p_time_zone,
      bridge_starts_at = case when v_end <> 'infinity' then ledger.budget_start(v_old, at) end,
      bridge_ends_at = case when v_end <> 'infinity' then v_end end
    where id = p_budget;
end
$$;
comment on function ledger.move_time_zone is 'A changed time zone counts from the next period: the one under way belongs to its start';

create function ledger.change_period(p_budget uuid, p_period text, p_time_zone text, at timestamptz) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_new ledger.budgets;
  v_start timestamptz;
  v_gone bigint[];
  v_target bigint[];
begin
  update ledger.budgets set period = p_period, time_zone = p_time_zone, bridge_starts_at = null, bridge_ends_at = null where id = p_budget returning * into v_new;
  v_start := ledger.budget_start(v_new, at);
  insert into ledger.budget_periods (budget_id, subject, starts_at)
    select distinct p_budget, d.subject, v_start from ledger.budget_periods d where d.budget_id = p_budget and d.starts_at > v_start
    on conflict do nothing;
  select coalesce(array_agg(d.id), '{}'), coalesce(array_agg(t.id), '{}') into v_gone, v_target
    from ledger.budget_periods d join ledger.budget_periods t on t.budget_id = p_budget and t.subject = d.subject and t.starts_at = v_start
    where d.budget_id = p_budget and d.starts_at > v_start;

  update ledger.budget_periods t set spent_nanos = t.spent_nanos + x.spent, unlisted_nanos = t.unlisted_nanos + x.spent, held_nanos = t.held_nanos + x.held
    from (select m.target, sum(d.spent_nanos) as spent, sum(d.held_nanos) as held
      from unnest(v_gone, v_target) as m(id, target) join ledger.budget_periods d on d.id = m.id group by m.target) x
    where t.id = x.target;
  update ledger.holds h set period_ids = array(select coalesce(m.target, p.id) from unnest(h.period_ids) as p(id) left join unnest(v_gone, v_target) as m(id, target) on m.id = p.id)
    where h.team_id = v_new.team_id and h.period_ids && v_gone;
  update ledger.orphans o set period_ids = array(select coalesce(m.target, p.id) from unnest(o.period_ids) as p(id) left join unnest(v_gone, v_target) as m(id, target) on m.id = p.id)
    where o.team_id = v_new.team_id and o.resolved_at is null and o.period_ids && v_gone;
  delete from ledger.budget_periods where id = any (v_gone);
end
$$;
comment on function ledger.change_period is
  'Counts in the new period at once: what finer periods since its start have spent and held moves into it; a finer one starts at zero';

drop function ledger.set_budget(uuid, uuid, text, text, bigint, text, text);
create function ledger.set_budget(p_id uuid, p_team uuid, p_scope text, p_scope_id text, p_amount bigint, p_period text, p_time_zone text,
  p_mode text default null, p_thresholds integer[] default null, p_on_exhausted_model text default null, p_per_end_user boolean default false) returns void
language plpgsql security definer
set search_path = ''
as $$
declare
  v_now timestamptz;
  v_old ledger.budgets;
begin
  perform ledger.lock_teams(array[p_team]);
  v_now := ledger.clock();
  -- A zone Postgres does not know must fail here, not in every admission of the team.
  perform v_now at time zone p_time_zone;
  select * into v_old from ledger.budgets where id = p_id and team_id = p_team;
  if v_old.id is null then
    insert into ledger.budgets (id, team_id, scope, scope_id, amount_nanos, period, time_zone, mode, thresholds, on_exhausted_model, per_end_user)
    values (p_id, p_team, p_scope, p_scope_id, p_amount, p_period, p_time_zone, coalesce(p_mode, 'hard'),
      coalesce(p_thresholds, case when p_per_end_user then '{}' else '{50,80,100}' end::integer[]), nullif(p_on_exhausted_model, ''), p_per_end_user);
    return;
  end if;
  update ledger.budgets set amount_nanos = p_amount, mode = coalesce(p_mode, mode), thresholds = coalesce(p_thresholds, thresholds),
      on_exhausted_model = case when p_on_exhausted_model is null then on_exhausted_model else nullif(p_on_exhausted_model, '') end
    where id = p_id;
  if v_old.period <> p_period then
    perform ledger.change_period(p_id, p_period, p_time_zone, v_now);
  else
    perform ledger.move_time_zone(p_id, p_time_zone, v_now);
  end if;
end
$$;
comment on function ledger.set_budget is
  'Makes a budget or changes it, counting from the next admission. Null leaves mode, thresholds and fallback as they are; an empty fallback takes it away. Scope, and whether it is per end user, stay';

create function ledger.raise_budget(p_id uuid, p_extra bigint, p_until timestamptz) returns void
language plpgsql security definer
set search_path = ''
as $$
begin
  perform ledger.lock_teams(array(select team_id from ledger.budgets where id = p_id));
  update ledger.budgets set extra_nanos = p_extra, extra_until = case when p_extra > 0 then p_until end where id = p_id and ended_at is null;
end
$$;
comment on function ledger.raise_budget is 'Adds to a budget''s amount until a moment, in place of what was added before; zero takes it back';

create or replace function ledger.end_budget(p_id uuid) returns void
language plpgsql security definer
set search_path = ''
as $$
begin
  perform ledger.lock_teams(array(select team_id from ledger.budgets where id = p_id));
  update ledger.budgets set ended_at = now() where id = p_id and ended_at is null;
end
$$;

create function ledger.move_team_budgets() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  perform ledger.lock_teams(array[new.id]);
  perform ledger.move_time_zone(b.id, new.time_zone, ledger.clock()) from ledger.budgets b where b.team_id = new.id and b.ended_at is null;
  return null;
end
$$;
comment on function ledger.move_team_budgets is 'Budgets go by their team''s time zone';
create trigger teams_reach_budgets after update of time_zone on core.teams
  for each row when (old.time_zone is distinct from new.time_zone)
  execute function ledger.move_team_budgets();

drop function ledger.budgets_of(uuid);
create function ledger.budgets_of(p_team uuid) returns table (
  id uuid, scope text, scope_id text, amount_nanos bigint, period text, time_zone text, starts_at timestamptz, ends_at timestamptz, spent_nanos bigint, held_nanos bigint,
  mode text, thresholds integer[], on_exhausted_model text, per_end_user boolean, end_user text, limit_nanos bigint, extra_nanos bigint, extra_until timestamptz)
language sql stable security definer
set search_path = ''
as $$
  select b.id, b.scope, b.scope_id, b.amount_nanos, b.period, b.time_zone, nullif(s.starts_at, '-infinity'), nullif(ledger.budget_end(b, s.at), 'infinity'),
    coalesce(d.spent_nanos, 0), coalesce(d.held_nanos, 0), b.mode, b.thresholds, b.on_exhausted_model, b.per_end_user, nullif(d.subject, ''),
    ledger.budget_limit(b, s.at), case when s.at < b.extra_until then b.extra_nanos else 0 end, case when s.at < b.extra_until then b.extra_until end
  from ledger.budgets b
  cross join lateral (select c.at, ledger.budget_start(b, c.at) as starts_at from (select ledger.clock() as at offset 0) c) s
  left join lateral (
    select p.subject, p.spent_nanos, p.held_nanos from ledger.budget_periods p
    where p.budget_id = b.id and p.starts_at = s.starts_at and (b.per_end_user or p.subject = '')
    order by p.spent_nanos + p.held_nanos desc, p.subject limit 1
  ) d on true
  where b.team_id = p_team and b.ended_at is null
  order by b.id
$$;
comment on function ledger.budgets_of is
  'A team''s budgets with what their current period has spent and holds; of one per end user, the end user who used most';

create function ledger.budget_subjects(p_team uuid, p_budget uuid, p_limit integer) returns table (end_user text, spent_nanos bigint, held_nanos bigint)
language sql stable security definer
set search_path = ''
as $$
  select d.subject, d.spent_nanos, d.held_nanos
  from ledger.budgets b
  join ledger.budget_periods d on d.budget_id = b.id and d.starts_at = ledger.budget_start(b, ledger.clock())
  where b.id = p_budget and b.team_id = p_team and b.per_end_user and b.ended_at is null
  order by d.spent_nanos + d.held_nanos desc, d.subject
  limit p_limit
$$;
comment on function ledger.budget_subjects is 'What each end user has used of a budget per end user in the current period, most first';

create or replace function ledger.verify_books() returns table (problem text, subject uuid, expected numeric, actual numeric)
language sql stable security definer
set search_path = ''
as $$
  select 'postings do not sum to zero', null::uuid, 0::numeric, sum(amount_nanos) from ledger.postings having coalesce(sum(amount_nanos), 0) <> 0
  union all
  select 'entry does not sum to zero', p.entry_id, 0, sum(p.amount_nanos) from ledger.postings p group by p.entry_id having sum(p.amount_nanos) <> 0
  union all
  select 'credit differs from postings', b.team_id, coalesce(x.total, 0), b.credit_nanos
    from ledger.team_balances b left join (select account_id, sum(amount_nanos) as total from ledger.postings group by account_id) x on x.account_id = b.account_id
    where b.credit_nanos <> coalesce(x.total, 0)
  union all
  select 'held differs from open holds', b.team_id, coalesce(x.total, 0), b.held_nanos
    from ledger.team_balances b left join (select team_id, sum(amount_nanos) as total from ledger.holds group by team_id) x on x.team_id = b.team_id
    where b.held_nanos <> coalesce(x.total, 0)
  union all
  select 'period held differs from open holds', d.budget_id, coalesce(x.total, 0), d.held_nanos
    from ledger.budget_periods d left join (select p.id, sum(h.amount_nanos) as total from ledger.holds h cross join lateral unnest(h.period_ids) as p(id) group by p.id) x on x.id = d.id
    where d.held_nanos <> coalesce(x.total, 0)
  union all
  select 'entry differs from its request rows', e.id, coalesce(x.total, 0), -p.total
    from ledger.entries e
    join (select entry_id, sum(amount_nanos) filter (where kind in ('charge', 'overrun') and amount_nanos < 0) as total from ledger.postings group by entry_id) p on p.entry_id = e.id
    left join (select entry_id, sum(charge_nanos) as total from usage.requests where entry_id is not null group by entry_id) x on x.entry_id = e.id
    where e.kind = 'charge' and coalesce(x.total, 0) <> -p.total
  union all
  select 'roll-ups differ from request rows', r.team_id, coalesce(x.total, 0), r.total
    from (select team_id, sum(charge_nanos) as total from usage.rollups group by team_id) r
    left join (select team_id, sum(charge_nanos) as total from usage.requests group by team_id) x on x.team_id = r.team_id
    where r.total <> coalesce(x.total, 0)
  union all
  select 'period spent differs from its requests', d.budget_id, d.unlisted_nanos + coalesce(x.total, 0), d.spent_nanos
    from ledger.budget_periods d
    left join (select p.id, sum(q.charge_nanos) as total from usage.requests q cross join lateral unnest(q.period_ids) as p(id) group by p.id) x on x.id = d.id
    where d.spent_nanos <> d.unlisted_nanos + coalesce(x.total, 0)
$$;

grant execute on function
  ledger.set_budget(uuid, uuid, text, text, bigint, text, text, text, integer[], text, boolean), ledger.raise_budget(uuid, bigint, timestamptz),
  ledger.budgets_of(uuid), ledger.budget_subjects(uuid, uuid, integer)
  to portal;
grant execute on function ledger.budgets_of(uuid) to tollgate_gateway;
