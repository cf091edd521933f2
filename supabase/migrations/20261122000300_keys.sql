-- Purpose: inference keys with rotatable secrets, management keys, and replays of management calls.
-- Risk: only hashes are stored; no role a browser reaches may read a table with a hash in it.

create table core.api_keys (
  id uuid primary key,
  team_id uuid not null references core.teams (id),
  name text not null check (length(name) between 1 and 100),
  display text not null,
  status text not null default 'active' check (status in ('active', 'disabled', 'deleted')),
  expires_at timestamptz,
  policy jsonb not null default '{}',
  policy_version bigint not null default 1,
  created_by uuid,
  created_at timestamptz not null default now()
);
comment on table core.api_keys is 'A key as people know it; its secrets are rows of their own, so rotation keeps name, spend and history';
create index api_keys_team_id_idx on core.api_keys (team_id, id desc);

create table core.api_key_secrets (
  id uuid primary key,
  key_id uuid not null references core.api_keys (id),
  secret_hash bytea not null unique check (length(secret_hash) = 32),
  expires_at timestamptz,
  created_at timestamptz not null default now()
);
comment on table core.api_key_secrets is 'SHA-256 of 256 random bits; an older secret of a rotated key ends at expires_at';
create index api_key_secrets_key_id_idx on core.api_key_secrets (key_id);

create table core.management_keys (
  id uuid primary key,
  team_id uuid references core.teams (id),
  name text not null check (length(name) between 1 and 100),
  display text not null,
  created_by uuid,
  revoked_at timestamptz,
  created_at timestamptz not null default now()
);
comment on table core.management_keys is 'Bearer keys of the management API; without a team: operator scope';
create index management_keys_team_id_idx on core.management_keys (team_id);

create table core.management_key_secrets (
  key_id uuid primary key references core.management_keys (id),
  secret_hash bytea not null unique check (length(secret_hash) = 32)
);
comment on table core.management_key_secrets is 'SHA-256 of a management key, apart from the row that members may read';

create table core.idempotency_keys (
  scope_id uuid not null,
  idempotency_key text not null check (length(idempotency_key) between 1 and 255),
  fingerprint bytea not null,
  status integer not null,
  response jsonb not null,
  created_at timestamptz not null default now(),
  primary key (scope_id, idempotency_key)
);
comment on table core.idempotency_keys is 'Answers of management POSTs by management key, for replay; secrets are taken out before they are stored';
create index idempotency_keys_created_at_idx on core.idempotency_keys (created_at);

create function core.bump_key_policy() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.policy_version := old.policy_version + 1;
  return new;
end
$$;
comment on function core.bump_key_policy is 'Any change a cached key must not outlive; admission compares this number on every request';
create trigger api_keys_version before update of status, expires_at, policy on core.api_keys
  for each row execute function core.bump_key_policy();

create function core.bump_rotated_key() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  update core.api_keys set policy_version = policy_version + 1 where id = new.key_id;
  return new;
end
$$;
comment on function core.bump_rotated_key is 'A new or shortened secret: caches look the key up again';
create trigger api_key_secrets_reach_key after insert or update on core.api_key_secrets
  for each row execute function core.bump_rotated_key();

grant select on core.api_keys, core.management_keys to authenticated;
grant select, insert, update on core.api_keys, core.api_key_secrets, core.management_keys to portal;
grant select, insert on core.management_key_secrets to portal;
grant select, insert, update, delete on core.idempotency_keys to portal;

alter table core.api_keys enable row level security;
alter table core.api_key_secrets enable row level security;
alter table core.management_keys enable row level security;
alter table core.management_key_secrets enable row level security;
alter table core.idempotency_keys enable row level security;

create policy "Members see the keys of their teams" on core.api_keys for select to authenticated
  using (team_id in (select core.my_team_ids()));
create policy "Owners and admins see their team's management keys" on core.management_keys for select to authenticated
  using (team_id in (select core.my_team_ids_as('{owner,admin}')));

create policy "Server verbs act on keys" on core.api_keys for all to portal using (true) with check (true);
create policy "Server verbs act on key secrets" on core.api_key_secrets for all to portal using (true) with check (true);
create policy "Server verbs act on management keys" on core.management_keys for all to portal using (true) with check (true);
create policy "Server verbs act on management key secrets" on core.management_key_secrets for all to portal using (true) with check (true);
create policy "Server verbs remember answers" on core.idempotency_keys for all to portal using (true) with check (true);
