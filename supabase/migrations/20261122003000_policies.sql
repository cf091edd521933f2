-- Purpose: policies of teams and members beside those of keys, the member a key counts for, and keys that are blocked.
-- Risk: a cached key must never outlive any part of its policy: whatever changes one bumps the version that admission compares.

alter table core.teams add column policy jsonb not null default '{}' check (jsonb_typeof(policy) = 'object');
alter table core.memberships add column policy jsonb not null default '{}' check (jsonb_typeof(policy) = 'object');
comment on column core.teams.policy is 'What every key of the team is bound to; the document of the management API, without budgets';
comment on column core.memberships.policy is 'What every key of this member in this team is bound to; the document of the management API, without budgets';
comment on column core.api_keys.policy is 'What the key alone is bound to; the document of the management API, without budgets';

alter table core.api_keys
  add column owner_id uuid,
  add column block_reason text check (length(block_reason) between 1 and 500),
  add column blocked_at timestamptz,
  add column failures_since timestamptz not null default now(),
  drop constraint api_keys_status_check,
  add constraint api_keys_status_check check (status in ('active', 'disabled', 'blocked', 'deleted')),
  add constraint api_keys_blocked_check check (status <> 'blocked' or (block_reason is not null and blocked_at is not null));
comment on column core.api_keys.owner_id is 'The member the key counts for; null when it is the team''s own or its member has left';
comment on column core.api_keys.block_reason is 'Why it is blocked: in an administrator''s words, or consecutive_failures';
comment on column core.api_keys.failures_since is 'When the key was last enabled: failed requests before it do not count towards blocking it';

update core.api_keys k set owner_id = k.created_by
  where exists (select from core.memberships m where m.team_id = k.team_id and m.user_id = k.created_by);
alter table core.api_keys add constraint api_keys_owner_fkey
  foreign key (team_id, owner_id) references core.memberships (team_id, user_id) on delete set null (owner_id);
create index api_keys_owner_idx on core.api_keys (team_id, owner_id) where owner_id is not null;

create or replace function core.bump_key_policy() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.policy_version := old.policy_version + 1;
  if new.status = 'active' and old.status <> 'active' then
    new.failures_since := now();
  end if;
  if new.status = 'blocked' then
    new.blocked_at := coalesce(new.blocked_at, now());
  elsif old.status = 'blocked' then
    new.block_reason := null;
    new.blocked_at := null;
  end if;
  return new;
end
$$;
drop trigger api_keys_version on core.api_keys;
create trigger api_keys_version before update of status, expires_at, policy, owner_id on core.api_keys
  for each row execute function core.bump_key_policy();

-- Without these locks a key made or handed over while a policy changes would be missed by that change, and cached for good.
-- An existing key takes no lock on its team: whoever changes the team's policy comes for its keys after the team's row.
create function core.hold_key_levels() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    perform from core.teams where id = new.team_id for share;
  elsif new.owner_id is not distinct from old.owner_id then
    return new;
  end if;
  if new.owner_id is not null then
    perform from core.memberships where team_id = new.team_id and user_id = new.owner_id for share;
  end if;
  return new;
end
$$;
comment on function core.hold_key_levels is 'A key joins a team or a member only while neither''s policy is being changed';
create trigger api_keys_hold_levels before insert or update of owner_id on core.api_keys
  for each row execute function core.hold_key_levels();

drop trigger teams_reach_keys on core.teams;
create trigger teams_reach_keys after update of status, customer_group, time_zone, policy on core.teams
  for each row when (old.status is distinct from new.status or old.customer_group is distinct from new.customer_group
    or old.time_zone is distinct from new.time_zone or old.policy is distinct from new.policy)
  execute function core.bump_team_key_policies();
comment on function core.bump_team_key_policies is 'A team switched off, moved to another price group or time zone, or bound otherwise: every cached key of it must be looked up again';

create function core.bump_member_key_policies() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  update core.api_keys set policy_version = policy_version + 1 where team_id = new.team_id and owner_id = new.user_id;
  return new;
end
$$;
comment on function core.bump_member_key_policies is 'A member bound otherwise: every cached key that counts for them must be looked up again';
create trigger memberships_reach_keys after update of policy on core.memberships
  for each row when (old.policy is distinct from new.policy) execute function core.bump_member_key_policies();

revoke execute on function core.hold_key_levels(), core.bump_member_key_policies() from public;

create or replace function core.gateway_key(p_secret_hash bytea) returns jsonb
language sql stable security definer
set search_path = ''
as $$
  select jsonb_build_object('key_id', k.id, 'team_id', k.team_id, 'name', k.name, 'status', k.status, 'block_reason', k.block_reason,
    'expires_at', k.expires_at, 'secret_expires_at', s.expires_at, 'policy_version', k.policy_version::text,
    'team_status', t.status, 'customer_group', t.customer_group, 'time_zone', t.time_zone, 'owner_id', k.owner_id,
    'levels', jsonb_build_array(jsonb_build_object('level', 'team', 'id', t.id, 'policy', t.policy))
      || case when m.user_id is null then '[]' else jsonb_build_array(jsonb_build_object('level', 'member', 'id', m.user_id, 'policy', m.policy)) end
      || jsonb_build_array(jsonb_build_object('level', 'key', 'id', k.id, 'policy', k.policy)))
  from core.api_key_secrets s
  join core.api_keys k on k.id = s.key_id
  join core.teams t on t.id = k.team_id
  left join core.memberships m on m.team_id = k.team_id and m.user_id = k.owner_id
  where s.secret_hash = p_secret_hash
$$;
comment on function core.gateway_key is 'The key behind a secret''s hash with the policies of its levels, as of one moment; or nothing';
