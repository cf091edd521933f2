-- Purpose: an outbox of notices (a budget's threshold, a blocked key, ...) with their deliveries by mail and webhook, and signed webhooks of a team.
-- Risk: a delivery is claimed by a lease and repeated until it is confirmed: at least once, never lost. Addresses and secrets are for administrators only.

alter table core.users add column locale text check (locale in ('en', 'zh'));
comment on column core.users.locale is 'The language the person last read the portal in; null where unknown';

create table core.webhooks (
  id uuid primary key,
  team_id uuid not null references core.teams (id),
  url text not null check (length(url) between 8 and 2000),
  events text[] not null,
  enabled boolean not null default true,
  created_by uuid,
  created_at timestamptz not null default now(),
  deleted_at timestamptz
);
comment on table core.webhooks is 'Where a team wants its notices sent to, and which kinds';
create index webhooks_team_id_idx on core.webhooks (team_id, id desc) where deleted_at is null;

create table core.webhook_secrets (
  id uuid primary key,
  webhook_id uuid not null references core.webhooks (id),
  key_version integer not null,
  wrapped_key bytea not null,
  ciphertext bytea not null,
  expires_at timestamptz,
  created_at timestamptz not null default now()
);
comment on table core.webhook_secrets is 'Signing secrets under envelope encryption; one that was rotated out signs beside the new one until expires_at';
create index webhook_secrets_webhook_id_idx on core.webhook_secrets (webhook_id);

create table core.notices (
  id uuid primary key,
  team_id uuid not null references core.teams (id),
  kind text not null check (kind in ('budget.threshold', 'budget.exhausted', 'key.blocked', 'invite')),
  dedupe_key text not null unique,
  payload jsonb not null,
  created_at timestamptz not null default now()
);
comment on table core.notices is 'What a team was told, once per dedupe_key';
create index notices_team_id_idx on core.notices (team_id, id desc);

create table core.notice_deliveries (
  id uuid primary key,
  notice_id uuid not null references core.notices (id),
  team_id uuid not null,
  user_id uuid,
  webhook_id uuid references core.webhooks (id),
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'given_up')),
  attempts integer not null default 0,
  trail jsonb not null default '[]',
  next_attempt_at timestamptz not null default now(),
  delivered_at timestamptz,
  check ((user_id is null) <> (webhook_id is null))
);
comment on table core.notice_deliveries is 'One row per recipient: a person by mail, or a webhook. trail: [{at, status, error, ms}] of each attempt';
create index notice_deliveries_waiting_idx on core.notice_deliveries (next_attempt_at) where state = 'waiting';
create index notice_deliveries_notice_id_idx on core.notice_deliveries (notice_id);
create index notice_deliveries_webhook_id_idx on core.notice_deliveries (webhook_id, id desc) where webhook_id is not null;

grant select on core.webhooks, core.notices, core.notice_deliveries to authenticated;
grant select, insert, update on core.webhooks, core.notices, core.notice_deliveries, core.webhook_secrets to portal;
grant delete on core.webhook_secrets to portal;

alter table core.webhooks enable row level security;
alter table core.webhook_secrets enable row level security;
alter table core.notices enable row level security;
alter table core.notice_deliveries enable row level security;

create policy "Owners and admins see their team's webhooks" on core.webhooks for select to authenticated
  using (team_id in (select core.my_team_ids_as('{owner,admin}')));
create policy "Owners and admins see their team's notices" on core.notices for select to authenticated
  using (team_id in (select core.my_team_ids_as('{owner,admin}')));
create policy "Owners and admins see their team's deliveries" on core.notice_deliveries for select to authenticated
  using (team_id in (select core.my_team_ids_as('{owner,admin}')));
create policy "Server verbs act on webhooks" on core.webhooks for all to portal using (true) with check (true);
create policy "Server verbs act on webhook secrets" on core.webhook_secrets for all to portal using (true) with check (true);
create policy "Jobs act on notices" on core.notices for all to portal using (true) with check (true);
create policy "Jobs act on deliveries" on core.notice_deliveries for all to portal using (true) with check (true);

create table ledger.budget_notices (
  budget_id uuid not null,
  subject text not null,
  starts_at timestamptz not null,
  percent integer not null,
  noticed_at timestamptz not null default now(),
  primary key (budget_id, starts_at, subject, percent)
);
comment on table ledger.budget_notices is 'Percents of a budget''s period that have been noticed: each once, whichever process notices first';
alter table ledger.budget_notices enable row level security;

create function ledger.take_crossings(p_back interval, out budget_id uuid, out team_id uuid, out scope text, out scope_id text, out end_user text, out mode text, out period text,
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
    select b.id, d.subject, d.starts_at as begun, t.percent as reached
    from ledger.budgets b
    join ledger.budget_periods d on d.budget_id = b.id and d.starts_at >= ledger.budget_start(b, v_now - p_back)
    cross join lateral unnest(b.thresholds) as t(percent)
    where b.ended_at is null
      and (d.refused_at is not null and t.percent = 100
        or d.spent_nanos > 0 and d.spent_nanos::numeric * 100 >= ledger.budget_limit(b, v_now)::numeric * t.percent)
      and not exists (select from ledger.budget_notices n where n.budget_id = b.id and n.starts_at = d.starts_at and n.subject = d.subject and n.percent = t.percent)
  ),
  fresh as (
    insert into ledger.budget_notices as n (budget_id, subject, starts_at, percent)
    select c.id, c.subject, c.begun, c.reached from crossed c order by 1, 3, 2, 4
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
  'Takes note of every percent that a budget has reached in its current period or those since p_back ago, and answers the highest new one of each; a refusal with nine tenths spent counts as 100';
grant execute on function ledger.take_crossings(interval) to portal;
