-- Purpose: people are invited into a team by mail; a team is deleted while its books, requests and audit stay.
-- Risk: the secret of an invite is a way into a team: only its hash is kept, in a table that no browser's role can read.

alter table core.teams
  add column deleted_at timestamptz,
  drop constraint teams_status_check,
  add constraint teams_status_check check (status in ('active', 'disabled', 'deleted')),
  add constraint teams_deleted_check check ((status = 'deleted') = (deleted_at is not null));
comment on column core.teams.deleted_at is 'When its owner deleted it; the row stays for the books and the audit log, and never becomes another status again';

create function core.keep_team_deleted() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception 'a deleted team stays deleted' using errcode = 'restrict_violation';
end
$$;
comment on function core.keep_team_deleted is 'Trigger body: nothing of a deleted team changes';
revoke execute on function core.keep_team_deleted() from public;
create trigger teams_stay_deleted before update on core.teams
  for each row when (old.status = 'deleted') execute function core.keep_team_deleted();

create table core.invites (
  id uuid primary key,
  team_id uuid not null references core.teams (id),
  email text not null check (email = lower(email) and length(email) between 3 and 254),
  role text not null check (role in ('owner', 'admin', 'developer', 'billing', 'viewer')),
  invited_by uuid,
  expires_at timestamptz not null,
  sent_at timestamptz,
  accepted_at timestamptz,
  accepted_by uuid,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  constraint invites_end_check check ((accepted_at is null) = (accepted_by is null) and (accepted_at is null or revoked_at is null))
);
comment on table core.invites is 'Who was asked into which team, as what, by whom; open until accepted, revoked or expired';
comment on column core.invites.sent_at is 'When a mail with the present secret went out; null where the inviter was given the link instead';
create unique index invites_open_idx on core.invites (team_id, email) where accepted_at is null and revoked_at is null;
create index invites_email_idx on core.invites (email) where accepted_at is null and revoked_at is null;

create table core.invite_secrets (
  invite_id uuid primary key references core.invites (id),
  secret_hash bytea not null unique check (length(secret_hash) = 32)
);
comment on table core.invite_secrets is 'SHA-256 of an invite''s secret, apart from the row that administrators may read; sending again replaces it';

grant select on core.invites to authenticated;
grant select, insert, update on core.invites, core.invite_secrets to portal;

alter table core.invites enable row level security;
alter table core.invite_secrets enable row level security;

create policy "Owners and admins see whom their team has invited" on core.invites for select to authenticated
  using (team_id in (select core.my_team_ids_as('{owner,admin}')));
create policy "Server verbs act on invites" on core.invites for all to portal using (true) with check (true);
create policy "Server verbs act on invite secrets" on core.invite_secrets for all to portal using (true) with check (true);

create function core.refuse_key_of_deleted_team() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if exists (select from core.teams where id = new.team_id and status = 'deleted') then
    raise exception 'a deleted team gets no keys' using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;
comment on function core.refuse_key_of_deleted_team is 'Trigger body: a key made while its team was being deleted would outlive it';
revoke execute on function core.refuse_key_of_deleted_team() from public;
-- Runs after api_keys_hold_levels, which has waited for the deletion under way.
create trigger api_keys_need_team before insert on core.api_keys for each row execute function core.refuse_key_of_deleted_team();
create trigger management_keys_need_team before insert on core.management_keys
  for each row when (new.team_id is not null) execute function core.refuse_key_of_deleted_team();
