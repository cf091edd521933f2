-- Purpose: users, teams, memberships and the append-only audit log.
-- Risk: row-level security is the only thing between two teams' rows; each policy has an outsider test.

create table core.users (
  id uuid primary key,
  email text not null,
  display_name text not null default '',
  operator_role text check (operator_role in ('owner', 'finance', 'support', 'engineer')),
  disabled_at timestamptz,
  created_at timestamptz not null default now()
);
comment on table core.users is 'One row per person; the id is the auth server''s, without a foreign key so that either auth server may hold it';
create unique index users_email_key on core.users (lower(email));

create table core.teams (
  id uuid primary key,
  name text not null check (length(name) between 1 and 100),
  status text not null default 'active' check (status in ('active', 'disabled')),
  customer_group text not null default 'default' check (customer_group ~ '^[a-z0-9_-]{1,40}$'),
  time_zone text not null default 'UTC',
  created_at timestamptz not null default now()
);
comment on table core.teams is 'The tenant: owns credit, keys and request rows; may have no owner when made by the management API';

create table core.memberships (
  team_id uuid not null references core.teams (id),
  user_id uuid not null references core.users (id),
  role text not null check (role in ('owner', 'admin', 'developer', 'billing', 'viewer')),
  created_at timestamptz not null default now(),
  primary key (team_id, user_id)
);
comment on table core.memberships is 'Who belongs to which team, and as what';
create index memberships_user_id_idx on core.memberships (user_id);

create table core.audit_log (
  id uuid primary key,
  team_id uuid,
  actor_kind text not null check (actor_kind in ('user', 'management_key', 'system')),
  actor_id uuid,
  action text not null,
  target_kind text not null,
  target_id text not null,
  before jsonb,
  after jsonb,
  address text,
  request_id text,
  created_at timestamptz not null default now()
);
comment on table core.audit_log is 'Every mutation by anyone, written in the transaction of the act; never holds a secret';
create index audit_log_team_id_idx on core.audit_log (team_id, id desc);
create trigger audit_log_append_only before update or delete on core.audit_log for each row execute function core.refuse_change();
create trigger audit_log_keep before truncate on core.audit_log for each statement execute function core.refuse_change();

create function core.my_team_ids() returns setof uuid
language sql stable security definer
set search_path = ''
as $$
  select m.team_id
  from core.memberships m
  join core.users u on u.id = m.user_id
  where m.user_id = core.jwt_user_id() and u.disabled_at is null
$$;
comment on function core.my_team_ids is 'Teams of the signed-in user; a definer function, so that the policy of memberships does not ask itself';
grant execute on function core.my_team_ids() to authenticated;

create function core.my_team_ids_as(roles text[]) returns setof uuid
language sql stable security definer
set search_path = ''
as $$
  select m.team_id
  from core.memberships m
  join core.users u on u.id = m.user_id
  where m.user_id = core.jwt_user_id() and u.disabled_at is null and m.role = any (roles)
$$;
comment on function core.my_team_ids_as is 'Teams in which the signed-in user holds one of these roles';
grant execute on function core.my_team_ids_as(text[]) to authenticated;

create function core.bump_team_key_policies() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  update core.api_keys set policy_version = policy_version + 1 where team_id = new.id;
  return new;
end
$$;
comment on function core.bump_team_key_policies is 'A team switched off or moved to another price group: every cached key of it must be looked up again';
create trigger teams_reach_keys after update of status, customer_group on core.teams
  for each row when (old.status is distinct from new.status or old.customer_group is distinct from new.customer_group)
  execute function core.bump_team_key_policies();

grant select on core.users, core.teams, core.memberships, core.audit_log to authenticated;
grant select, insert, update on core.users, core.teams, core.memberships to portal;
grant delete on core.memberships to portal;
grant select, insert on core.audit_log to portal;

alter table core.users enable row level security;
alter table core.teams enable row level security;
alter table core.memberships enable row level security;
alter table core.audit_log enable row level security;

create policy "Members see themselves and the people of their teams" on core.users for select to authenticated
  using (id = (select core.jwt_user_id()) or id in (select m.user_id from core.memberships m where m.team_id in (select core.my_team_ids())));
create policy "Members see their teams" on core.teams for select to authenticated
  using (id in (select core.my_team_ids()));
create policy "Members see who is in their teams" on core.memberships for select to authenticated
  using (team_id in (select core.my_team_ids()));
create policy "Owners and admins read their team's audit log" on core.audit_log for select to authenticated
  using (team_id in (select core.my_team_ids_as('{owner,admin}')));

create policy "Server verbs act on users" on core.users for all to portal using (true) with check (true);
create policy "Server verbs act on teams" on core.teams for all to portal using (true) with check (true);
create policy "Server verbs act on memberships" on core.memberships for all to portal using (true) with check (true);
create policy "Server verbs read the audit log" on core.audit_log for select to portal using (true);
create policy "Server verbs write the audit log" on core.audit_log for insert to portal with check (true);
