-- Purpose: a team that would be told too often within an hour is told the rest at once; what is due is taken from every team in turn; old notices go.
-- Risk: none for money. A notice that is held back still has its row, so that it is counted, and never told a second time.

alter table core.notices
  add column held_back boolean not null default false,
  add column summed_at timestamptz,
  drop constraint notices_kind_check,
  add constraint notices_kind_check check (kind in ('budget.threshold', 'budget.exhausted', 'key.blocked', 'invite', 'notices.summary'));
comment on column core.notices.held_back is 'Nobody was told of it by itself: the team had been told too much within an hour';
comment on column core.notices.summed_at is 'When a summary told of it, held back as it was';
create index notices_held_back_idx on core.notices (team_id, created_at) where held_back and summed_at is null;
create index notice_deliveries_team_idx on core.notice_deliveries (team_id, next_attempt_at) where state = 'waiting';
grant delete on core.notices, core.notice_deliveries to portal;

drop function ledger.take_crossings(interval);
create function ledger.take_crossings(p_back interval, p_per_team integer, p_most integer, out budget_id uuid, out team_id uuid, out scope text, out scope_id text, out end_user text, out mode text, out period text,
  out starts_at timestamptz, out ends_at timestamptz, out limit_nanos bigint, out spent_nanos bigint, out percent integer) returns setof record
language plpgsql security definer
set search_path = ''
as $$
declare
  v_now timestamptz := ledger.clock();
begin
  return query
  -- Periods that have ended since count too: they may have gone on, or a long request settled in one, since the last look.
  with crossed as materialized (
    select b.id, b.team_id as team, d.subject, d.starts_at as begun, t.percent as reached
    from ledger.budgets b
    join ledger.budget_periods d on d.budget_id = b.id and d.starts_at >= ledger.budget_start(b, v_now - p_back)
    cross join lateral unnest(b.thresholds) as t(percent)
    where b.ended_at is null
      and (d.refused_at is not null and t.percent = 100
        or d.spent_nanos > 0 and d.spent_nanos::numeric * 100 >= ledger.budget_limit(b, v_now)::numeric * t.percent)
      and not exists (select from ledger.budget_notices n where n.budget_id = b.id and n.starts_at = d.starts_at and n.subject = d.subject and n.percent = t.percent)
  ),
  -- Every team in turn, so that one with ten thousand end users keeps nobody waiting.
  turn as (
    select x.id, x.subject, x.begun, row_number() over (partition by x.team order by x.id, x.begun, x.subject) as place
    from (select distinct c.id, c.team, c.subject, c.begun from crossed c) x
  ),
  due as (
    select u.id, u.subject, u.begun from turn u where u.place <= p_per_team order by u.place, u.id limit p_most
  ),
  fresh as (
    insert into ledger.budget_notices as n (budget_id, subject, starts_at, percent)
    select c.id, c.subject, c.begun, c.reached
    from crossed c join due u on u.id = c.id and u.subject = c.subject and u.begun = c.begun
    order by 1, 3, 2, 4
    on conflict do nothing
    returning n.budget_id as id, n.subject, n.starts_at as begun, n.percent as reached
  )
  select distinct on (f.id, f.begun, f.subject) b.id, b.team_id, b.scope, b.scope_id, nullif(f.subject, ''), b.mode, b.period,
    nullif(f.begun, '-infinity'), nullif(ledger.budget_end(b, greatest(f.begun, '2000-01-01'::timestamptz)), 'infinity'),
    ledger.budget_limit(b, v_now), d.spent_nanos, f.reached
  from fresh f
  join ledger.budgets b on b.id = f.id
  join ledger.budget_periods d on d.budget_id = f.id and d.starts_at = f.begun and d.subject = f.subject
  order by f.id, f.begun, f.subject, f.reached desc;
end
$$;
comment on function ledger.take_crossings is
  'Takes note of every percent that a budget has reached in its current period or those since p_back ago, and answers the highest new one of each, at most p_per_team of a team and p_most in all; a refusal with nine tenths spent counts as 100';
revoke execute on function ledger.take_crossings(interval, integer, integer) from public;
grant execute on function ledger.take_crossings(interval, integer, integer) to portal;
