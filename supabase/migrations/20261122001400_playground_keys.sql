-- Purpose: a key of its own for each member's playground, with short-lived secrets that end with the session they were made in.
-- Risk: such a secret lives in a browser; whatever takes away the member's right to it must end it in the same transaction.

alter table core.api_keys add column kind text not null default 'inference' check (kind in ('inference', 'playground'));
comment on column core.api_keys.kind is 'playground: made by the portal for one member, seen in usage and logs, never listed or changed as a key';
create unique index api_keys_playground_idx on core.api_keys (team_id, created_by) where kind = 'playground';

alter table core.api_key_secrets add column session_hash bytea check (length(session_hash) = 32);
comment on column core.api_key_secrets.session_hash is 'SHA-256 of the session a playground secret was given to: signing out ends it';
create index api_key_secrets_session_idx on core.api_key_secrets (session_hash) where session_hash is not null;

create function core.end_playground_secrets(p_user uuid, p_team uuid) returns void
language plpgsql
set search_path = ''
as $$
declare
  -- Keys before their secrets, as whoever opens a playground takes them.
  v_keys uuid[] := array(
    select id from core.api_keys
    where kind = 'playground' and created_by = p_user and (p_team is null or team_id = p_team)
    order by id for update);
begin
  update core.api_key_secrets set expires_at = now() where key_id = any (v_keys) and (expires_at is null or expires_at > now());
end
$$;
comment on function core.end_playground_secrets is 'Ends the playground of one person in a team, or in all of them; the gateway refuses from the next request on';
revoke execute on function core.end_playground_secrets(uuid, uuid) from public;
grant execute on function core.end_playground_secrets(uuid, uuid) to portal;

create function core.end_playground_of_member() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform core.end_playground_secrets(old.user_id, old.team_id);
  return null;
end
$$;
comment on function core.end_playground_of_member is 'A member who left or whose role changed has to be given a secret anew, if still allowed';
create trigger memberships_end_playground after delete or update of role on core.memberships
  for each row execute function core.end_playground_of_member();

create function core.end_playground_of_user() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform core.end_playground_secrets(new.id, null);
  return null;
end
$$;
comment on function core.end_playground_of_user is 'A disabled person''s playground ends in every team';
create trigger users_end_playground after update of disabled_at on core.users
  for each row when (new.disabled_at is not null) execute function core.end_playground_of_user();

-- Ended secrets of the playground are many and say nothing; those of other keys stay.
grant delete on core.api_key_secrets to portal;
create policy "Server verbs keep the secrets of a key" on core.api_key_secrets as restrictive for delete to portal
  using (session_hash is not null);
