-- Purpose: double-entry books, balances, holds and budgets. No role reaches a table here: only the functions of the next migrations do.
-- Risk: hot rows. Balances and periods carry no index on a mutable column and a low fillfactor, so updates stay on their page.
-- Foreign keys are left out on purpose: a key-share lock on the team or on the revenue account would make every batch meet there.

create table ledger.accounts (
  id uuid primary key default core.new_id(),
  kind text not null check (kind in ('team_credit', 'revenue', 'grants', 'signup_grants')),
  team_id uuid,
  created_at timestamptz not null default now(),
  unique nulls not distinct (kind, team_id),
  check ((kind = 'team_credit') = (team_id is not null))
);
comment on table ledger.accounts is 'One credit account per team; the others stand for where credit comes from and where charges go';

insert into ledger.accounts (id, kind) values
  ('00000000-0000-7000-8000-000000000001', 'revenue'),
  ('00000000-0000-7000-8000-000000000002', 'grants'),
  ('00000000-0000-7000-8000-000000000003', 'signup_grants');

create table ledger.entries (
  id uuid primary key,
  kind text not null check (kind in ('credit', 'charge', 'refund', 'reversal')),
  team_id uuid not null,
  reference text check (length(reference) between 1 and 200),
  reason text,
  actor text,
  reverses uuid unique references ledger.entries (id),
  request_id uuid,
  created_at timestamptz not null default now(),
  unique (team_id, reference)
);
comment on table ledger.entries is 'One journal entry per credit, refund, reversal, and per team of a settlement batch';
create index entries_team_id_idx on ledger.entries (team_id, id desc);
create unique index entries_refund_idx on ledger.entries (request_id) where kind = 'refund';

create table ledger.postings (
  entry_id uuid not null,
  line smallint not null,
  account_id uuid not null,
  kind text not null check (kind in ('credit', 'charge', 'overrun', 'refund', 'reversal')),
  amount_nanos bigint not null check (amount_nanos <> 0),
  primary key (entry_id, line)
);
comment on table ledger.postings is 'Signed lines in nanodollars: a team''s credit is positive, what it used is negative; each entry sums to zero';
create index postings_account_id_idx on ledger.postings (account_id);

create table ledger.team_balances (
  team_id uuid primary key,
  account_id uuid not null,
  credit_nanos bigint not null default 0,
  held_nanos bigint not null default 0 check (held_nanos >= 0)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
comment on table ledger.team_balances is 'The one lock of a team: whoever changes its credit, holds or periods takes this row first, teams in id order';

create table ledger.holds (
  request_id uuid primary key,
  team_id uuid not null,
  key_id uuid not null,
  model text not null,
  wire text not null,
  amount_nanos bigint not null check (amount_nanos >= 0),
  ceiling_tokens bigint,
  period_ids bigint[] not null default '{}',
  deadline timestamptz not null
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
comment on table ledger.holds is 'Worst case of each open request, and the budget periods it counts in; logged, so a crash loses none';
comment on column ledger.holds.ceiling_tokens is 'The lower output ceiling this hold pays for; a repeated admission must hear of it again';
create index holds_deadline_idx on ledger.holds (deadline);

create table ledger.orphans (
  request_id uuid primary key,
  team_id uuid not null,
  hold_nanos bigint not null,
  period_ids bigint[] not null,
  swept_at timestamptz not null default now(),
  resolved_at timestamptz
);
comment on table ledger.orphans is 'Holds whose process never settled: released at zero, the operator''s loss until a late settlement resolves them';
create index orphans_team_id_idx on ledger.orphans (team_id);

create table ledger.budgets (
  id uuid primary key,
  team_id uuid not null,
  scope text not null check (scope in ('team', 'member', 'key', 'tag', 'model')),
  scope_id text not null,
  amount_nanos bigint not null check (amount_nanos >= 0),
  period text not null check (period in ('day', 'week', 'month', 'total')),
  time_zone text not null default 'UTC',
  ended_at timestamptz,
  created_at timestamptz not null default now()
);
comment on table ledger.budgets is 'A ceiling on spending; a period is a row of its own, so nothing is ever reset';
create index budgets_team_id_idx on ledger.budgets (team_id) where ended_at is null;

create table ledger.budget_periods (
  id bigint generated always as identity unique,
  budget_id uuid not null,
  starts_at timestamptz not null,
  spent_nanos bigint not null default 0,
  held_nanos bigint not null default 0 check (held_nanos >= 0),
  primary key (budget_id, starts_at)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
comment on table ledger.budget_periods is 'What a budget has spent and held since starts_at; guarded by the team''s lock';

create trigger entries_append_only before update or delete on ledger.entries for each row execute function core.refuse_change();
create trigger postings_append_only before update or delete on ledger.postings for each row execute function core.refuse_change();

create function ledger.assert_entry_balanced() returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  total numeric;
begin
  select sum(amount_nanos) into total from ledger.postings where entry_id = new.entry_id;
  if total <> 0 then
    raise exception 'entry % does not sum to zero', new.entry_id using errcode = 'check_violation';
  end if;
  return null;
end
$$;
comment on function ledger.assert_entry_balanced is 'Runs at commit: no transaction can leave an entry that does not sum to zero';
create constraint trigger postings_balance after insert on ledger.postings
  deferrable initially deferred for each row execute function ledger.assert_entry_balanced();

alter table ledger.accounts enable row level security;
alter table ledger.entries enable row level security;
alter table ledger.postings enable row level security;
alter table ledger.team_balances enable row level security;
alter table ledger.holds enable row level security;
alter table ledger.orphans enable row level security;
alter table ledger.budgets enable row level security;
alter table ledger.budget_periods enable row level security;

create view core.team_balances with (security_barrier = true) as
  select team_id, credit_nanos, held_nanos, credit_nanos - held_nanos as available_nanos
  from ledger.team_balances
  where team_id in (select core.my_team_ids());
comment on view core.team_balances is 'What a signed-in member may read of the ledger: the balances of the teams they belong to';
grant select on core.team_balances to authenticated;
