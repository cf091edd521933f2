-- Purpose: budgets that may be soft, per end user, by quarter, raised for a time, with a fallback model; and which request counted where.
-- Risk: every admission reads these tables. Adding columns with constants rewrites nothing; the new key of budget_periods is built under a short lock.

alter table ledger.budgets
  add column mode text not null default 'hard' check (mode in ('hard', 'soft')),
  add column thresholds integer[] not null default '{50,80,100}'
    check (cardinality(thresholds) <= 10 and 0 < all (thresholds) and 100 >= all (thresholds) and array_position(thresholds, null) is null),
  add column on_exhausted_model text,
  add column extra_nanos bigint not null default 0 check (extra_nanos >= 0),
  add column extra_until timestamptz,
  add column per_end_user boolean not null default false,
  add column bridge_starts_at timestamptz,
  add column bridge_ends_at timestamptz,
  drop constraint budgets_scope_check,
  drop constraint budgets_period_check,
  add constraint budgets_scope_check check (scope in ('team', 'member', 'key', 'tag', 'model', 'end_user')),
  add constraint budgets_period_check check (period in ('day', 'week', 'month', 'quarter', 'total')),
  add constraint budgets_per_end_user_check check (not per_end_user or scope in ('team', 'member', 'key')),
  add constraint budgets_bridge_check check ((bridge_starts_at is null) = (bridge_ends_at is null));
comment on column ledger.budgets.mode is 'soft: counts and gives notice, never refuses';
comment on column ledger.budgets.on_exhausted_model is 'The model a refused request is planned with once more; null: it is refused';
comment on column ledger.budgets.extra_nanos is 'Added to the amount until extra_until';
comment on column ledger.budgets.per_end_user is 'The amount is for each end user of the scope: a period row per end user';
comment on column ledger.budgets.bridge_ends_at is 'Until then the period that began at bridge_starts_at goes on: it was running when the time zone changed';

alter table ledger.budget_periods
  add column subject text not null default '',
  add column unlisted_nanos bigint not null default 0,
  add column refused_at timestamptz,
  drop constraint budget_periods_pkey,
  add primary key (budget_id, starts_at, subject);
comment on column ledger.budget_periods.subject is 'The end user of a budget per end user, else empty';
comment on column ledger.budget_periods.unlisted_nanos is 'The part of spent that no request row lists: from before rows did, or taken over from a finer period';
comment on column ledger.budget_periods.refused_at is 'When it first refused a request with nine tenths spent';
update ledger.budget_periods set unlisted_nanos = spent_nanos where spent_nanos <> 0;

alter table usage.requests
  add column client text,
  add column end_user text,
  add column tags text[],
  add column metadata jsonb,
  add column address inet,
  add column period_ids bigint[];
comment on column usage.requests.client is 'The client tool, as its headers tell';
comment on column usage.requests.tags is 'What the request said of itself, for reports; budgets count the tags of its key only';
comment on column usage.requests.period_ids is 'The budget periods its charge counts in; null where none';
grant select (client, end_user, tags, metadata, address) on usage.requests to authenticated;

-- These run once per budget and request, so they carry no setting of their own and are inlined; they call nothing but the system's functions and each other.
create function ledger.clock() returns timestamptz
language sql volatile
as $$
  select clock_timestamp()
$$;
comment on function ledger.clock is 'The moment budgets go by; a test may put another in its place';

create or replace function ledger.period_start(period text, time_zone text, at timestamptz) returns timestamptz
language sql stable
as $$
  select case period
    when 'total' then '-infinity'::timestamptz
    else date_trunc(period, at at time zone time_zone) at time zone time_zone
  end
$$;

create function ledger.period_end(period text, time_zone text, at timestamptz) returns timestamptz
language sql stable
as $$
  select case period
    when 'total' then 'infinity'::timestamptz
    else (date_trunc(period, at at time zone time_zone) + case period when 'quarter' then interval '3 months' else ('1 ' || period)::interval end) at time zone time_zone
  end
$$;
comment on function ledger.period_end is 'End of the budget period that contains a moment, which is the start of the next one';

create function ledger.budget_start(b ledger.budgets, at timestamptz) returns timestamptz
language sql stable
as $$
  select case
    when b.bridge_ends_at is null then ledger.period_start(b.period, b.time_zone, at)
    when at < b.bridge_ends_at then b.bridge_starts_at
    else greatest(ledger.period_start(b.period, b.time_zone, at), b.bridge_ends_at)
  end
$$;
comment on function ledger.budget_start is 'Start of the period a budget counts in at a moment';

create function ledger.budget_end(b ledger.budgets, at timestamptz) returns timestamptz
language sql stable
as $$
  select case when at < b.bridge_ends_at then b.bridge_ends_at else ledger.period_end(b.period, b.time_zone, at) end
$$;
comment on function ledger.budget_end is 'End of the period a budget counts in at a moment';

create function ledger.budget_limit(b ledger.budgets, at timestamptz) returns bigint
language sql stable
as $$
  select b.amount_nanos + case when at < b.extra_until then b.extra_nanos else 0 end
$$;
comment on function ledger.budget_limit is 'A budget''s amount at a moment, with what was added for a time';

create or replace function usage.gateway_request(p_team uuid, p_id uuid) returns jsonb
language sql stable security definer
set search_path = ''
as $$
  select to_jsonb(r) - '{cost_nanos,cost_price_id,attempts,upstream_model,period_ids,settled_xid,address}'::text[]
    || jsonb_build_object('charge_nanos', r.charge_nanos::text, 'refunded_nanos', r.refunded_nanos::text)
  from usage.requests r
  where r.id = p_id and r.started_at = core.time_of_id(p_id) and r.team_id = p_team
$$;
