-- Purpose: credit, refunds, reversals, budgets, and what may be read of the books.
-- Risk: every function that changes a balance takes the team's lock first and posts both sides.

create function ledger.open_team(p_team uuid) returns void
language plpgsql security definer
set search_path = ''
as $$
declare
  v_account uuid;
begin
  insert into ledger.accounts (kind, team_id) values ('team_credit', p_team) on conflict (kind, team_id) do nothing;
  select id into v_account from ledger.accounts where kind = 'team_credit' and team_id = p_team;
  insert into ledger.team_balances (team_id, account_id) values (p_team, v_account) on conflict (team_id) do nothing;
end
$$;
comment on function ledger.open_team is 'Opens a team''s credit account at zero; safe to repeat';

create function ledger.credit(p_team uuid, p_amount bigint, p_reference text, p_reason text, p_actor text, p_source text,
  out outcome text, out entry_id uuid, out amount_nanos bigint, out created_at timestamptz)
language plpgsql security definer
set search_path = ''
as $$
declare
  v_balance ledger.team_balances;
begin
  perform ledger.lock_teams(array[p_team]);
  select * into v_balance from ledger.team_balances where team_id = p_team;
  if v_balance.team_id is null then
    outcome := 'unknown_team';
    return;
  end if;

  select e.id, p.amount_nanos, e.created_at into entry_id, amount_nanos, created_at
    from ledger.entries e join ledger.postings p on p.entry_id = e.id and p.account_id = v_balance.account_id
    where e.team_id = p_team and e.reference = p_reference;
  if entry_id is not null then
    outcome := case when amount_nanos = p_amount then 'repeated' else 'conflict' end;
    return;
  end if;
  if p_amount = 0 then
    outcome := 'zero';
    return;
  end if;
  -- Taking credit away may not take what open requests hold.
  if p_amount < 0 and v_balance.credit_nanos - v_balance.held_nanos < -p_amount then
    outcome := 'insufficient';
    return;
  end if;

  entry_id := core.new_id();
  amount_nanos := p_amount;
  outcome := 'created';
  insert into ledger.entries (id, kind, team_id, reference, reason, actor)
    values (entry_id, 'credit', p_team, p_reference, p_reason, p_actor) returning entries.created_at into created_at;
  insert into ledger.postings (entry_id, line, account_id, kind, amount_nanos)
    select credit.entry_id, 1, v_balance.account_id, 'credit', p_amount
    union all
    select credit.entry_id, 2, a.id, 'credit', -p_amount from ledger.accounts a where a.kind = p_source and a.team_id is null;
  update ledger.team_balances set credit_nanos = credit_nanos + p_amount where team_id = p_team;
end
$$;
comment on function ledger.credit is 'Adds (or, negative, takes) credit once per (team, reference); outcome created, repeated, conflict, insufficient, zero or unknown_team';

create function ledger.reverse_entry(p_entry uuid, p_reason text, p_actor text, out outcome text, out entry_id uuid, out credited_team uuid)
language plpgsql security definer
set search_path = ''
as $$
declare
  v_entry ledger.entries;
  v_change bigint;
begin
  select * into v_entry from ledger.entries where id = p_entry;
  if v_entry.id is null or v_entry.kind <> 'credit' then
    outcome := case when v_entry.id is null then 'unknown_entry' else 'not_a_credit' end;
    return;
  end if;
  credited_team := v_entry.team_id;
  perform ledger.lock_teams(array[v_entry.team_id]);
  select id into entry_id from ledger.entries where reverses = p_entry;
  if entry_id is not null then
    outcome := 'repeated';
    return;
  end if;
  entry_id := core.new_id();
  outcome := 'created';
  insert into ledger.entries (id, kind, team_id, reason, actor, reverses) values (entry_id, 'reversal', v_entry.team_id, p_reason, p_actor, p_entry);
  insert into ledger.postings (entry_id, line, account_id, kind, amount_nanos)
    select reverse_entry.entry_id, p.line, p.account_id, 'reversal', -p.amount_nanos from ledger.postings p where p.entry_id = p_entry;
  select sum(p.amount_nanos) into v_change
    from ledger.postings p join ledger.team_balances b on b.team_id = v_entry.team_id and b.account_id = p.account_id
    where p.entry_id = reverse_entry.entry_id;
  update ledger.team_balances set credit_nanos = credit_nanos + v_change where team_id = v_entry.team_id;
end
$$;
comment on function ledger.reverse_entry is 'Posts the mirror of a credit, once; may take credit below zero, as refunds and disputes can';

create function ledger.refund_request(p_request uuid, p_reason text, p_actor text, out outcome text, out entry_id uuid, out amount_nanos bigint)
language plpgsql security definer
set search_path = ''
as $$
declare
  v_request usage.requests;
begin
  select * into v_request from usage.requests where id = p_request and started_at = core.time_of_id(p_request);
  if v_request.id is null then
    outcome := 'unknown_request';
    return;
  end if;
  perform ledger.lock_teams(array[v_request.team_id]);
  select * into v_request from usage.requests where id = p_request and started_at = core.time_of_id(p_request);
  select e.id into entry_id from ledger.entries e where e.request_id = p_request and e.kind = 'refund';
  amount_nanos := v_request.charge_nanos;
  if entry_id is not null or v_request.charge_nanos = 0 then
    outcome := case when entry_id is null then 'nothing_charged' else 'repeated' end;
    return;
  end if;
  entry_id := core.new_id();
  outcome := 'created';
  insert into ledger.entries (id, kind, team_id, reason, actor, request_id) values (entry_id, 'refund', v_request.team_id, p_reason, p_actor, p_request);
  insert into ledger.postings (entry_id, line, account_id, kind, amount_nanos)
    select refund_request.entry_id, 1, b.account_id, 'refund', v_request.charge_nanos from ledger.team_balances b where b.team_id = v_request.team_id
    union all
    select refund_request.entry_id, 2, '00000000-0000-7000-8000-000000000001', 'refund', -v_request.charge_nanos;
  update ledger.team_balances set credit_nanos = credit_nanos + v_request.charge_nanos where team_id = v_request.team_id;
  update usage.requests set refunded_nanos = charge_nanos where id = p_request and started_at = core.time_of_id(p_request);
  update usage.rollups set refunded_nanos = refunded_nanos + v_request.charge_nanos
    where team_id = v_request.team_id and quarter = usage.quarter_of(v_request.started_at) and key_id = v_request.key_id and model = v_request.model
      and channel_id = coalesce(v_request.channel_id, '00000000-0000-0000-0000-000000000000');
end
$$;
comment on function ledger.refund_request is 'Gives a request''s charge back, once';

create function ledger.set_budget(p_id uuid, p_team uuid, p_scope text, p_scope_id text, p_amount bigint, p_period text, p_time_zone text) returns void
language sql security definer
set search_path = ''
as $$
  insert into ledger.budgets (id, team_id, scope, scope_id, amount_nanos, period, time_zone)
  values (p_id, p_team, p_scope, p_scope_id, p_amount, p_period, p_time_zone)
  on conflict (id) do update set amount_nanos = excluded.amount_nanos
$$;
comment on function ledger.set_budget is 'Makes a budget or changes its amount; counts from the next admission';

create function ledger.end_budget(p_id uuid) returns void
language sql security definer
set search_path = ''
as $$
  update ledger.budgets set ended_at = now() where id = p_id and ended_at is null
$$;
comment on function ledger.end_budget is 'Takes a budget out of admission; what it counted stays';

create function ledger.budgets_of(p_team uuid) returns table (
  id uuid, scope text, scope_id text, amount_nanos bigint, period text, time_zone text, starts_at timestamptz, spent_nanos bigint, held_nanos bigint)
language sql stable security definer
set search_path = ''
as $$
  select b.id, b.scope, b.scope_id, b.amount_nanos, b.period, b.time_zone, ledger.period_start(b.period, b.time_zone, now()), coalesce(d.spent_nanos, 0), coalesce(d.held_nanos, 0)
  from ledger.budgets b
  left join ledger.budget_periods d on d.budget_id = b.id and d.starts_at = ledger.period_start(b.period, b.time_zone, now())
  where b.team_id = p_team and b.ended_at is null
  order by b.id
$$;
comment on function ledger.budgets_of is 'A team''s budgets with what their current period has spent and holds';

create function ledger.balance(p_team uuid) returns table (credit_nanos bigint, held_nanos bigint)
language sql stable security definer
set search_path = ''
as $$
  select b.credit_nanos, b.held_nanos from ledger.team_balances b where b.team_id = p_team
$$;
comment on function ledger.balance is 'Credit and what open requests hold of it; available is the difference';

create function ledger.balances_of(p_teams uuid[]) returns table (team_id uuid, credit_nanos bigint, held_nanos bigint)
language sql stable security definer
set search_path = ''
as $$
  select b.team_id, b.credit_nanos, b.held_nanos from ledger.team_balances b where b.team_id = any (p_teams)
$$;
comment on function ledger.balances_of is 'The balances of these teams, for lists';

create function ledger.entries_of(p_team uuid, p_before uuid, p_limit integer) returns table (
  id uuid, kind text, amount_nanos bigint, overrun_nanos bigint, reference text, reason text, actor text, request_id uuid, reverses uuid, requests bigint, created_at timestamptz)
language sql stable security definer
set search_path = ''
as $$
  select e.id, e.kind, sum(p.amount_nanos)::bigint, coalesce(-sum(p.amount_nanos) filter (where p.kind = 'overrun'), 0)::bigint,
    e.reference, e.reason, e.actor, e.request_id, e.reverses,
    case when e.kind = 'charge' then (select count(*) from usage.requests r where r.entry_id = e.id and r.team_id = p_team
      and r.started_at between e.created_at - interval '1 day' and e.created_at + interval '1 minute') end,
    e.created_at
  from ledger.team_balances b
  join ledger.entries e on e.team_id = b.team_id
  join ledger.postings p on p.entry_id = e.id and p.account_id = b.account_id
  where b.team_id = p_team and (p_before is null or e.id < p_before)
  group by e.id
  order by e.id desc
  limit p_limit
$$;
comment on function ledger.entries_of is 'A team''s side of the books, newest first';

create function ledger.trial_balance() returns table (account_id uuid, kind text, team_id uuid, total_nanos numeric)
language sql stable security definer
set search_path = ''
as $$
  select a.id, a.kind, a.team_id, coalesce(sum(p.amount_nanos), 0)
  from ledger.accounts a left join ledger.postings p on p.account_id = a.id
  group by a.id
  order by a.kind, a.id
$$;
comment on function ledger.trial_balance is 'The sum of every account; together they are zero';

create function ledger.open_orphans() returns table (request_id uuid, team_id uuid, hold_nanos bigint, swept_at timestamptz)
language sql stable security definer
set search_path = ''
as $$
  select o.request_id, o.team_id, o.hold_nanos, o.swept_at from ledger.orphans o where o.resolved_at is null order by o.swept_at desc
$$;
comment on function ledger.open_orphans is 'Requests whose outcome is unknown: the operator''s loss, for reconciliation';

create function ledger.verify_books() returns table (problem text, subject uuid, expected numeric, actual numeric)
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
$$;
comment on function ledger.verify_books is 'Every way the books could disagree with themselves; no row means they do not';

grant execute on function
  ledger.open_team(uuid), ledger.credit(uuid, bigint, text, text, text, text), ledger.reverse_entry(uuid, text, text), ledger.refund_request(uuid, text, text),
  ledger.set_budget(uuid, uuid, text, text, bigint, text, text), ledger.end_budget(uuid), ledger.budgets_of(uuid), ledger.balance(uuid), ledger.balances_of(uuid[]),
  ledger.entries_of(uuid, uuid, integer), ledger.trial_balance(), ledger.open_orphans(), ledger.verify_books()
  to portal;
grant execute on function ledger.budgets_of(uuid) to tollgate_gateway;
