-- Purpose: people see when each of their sessions was last used and by which browser, which not every auth server keeps.
-- Risk: one small row per session, written at most once in a few minutes and never read but for its own person; nothing depends on it.

create table core.session_uses (
  session_id uuid primary key,
  user_id uuid not null references core.users (id),
  used_at timestamptz not null default now(),
  user_agent text check (length(user_agent) <= 300)
);
comment on table core.session_uses is 'When a session of the auth server was last used here, to a few minutes, and what its browser called itself';
create index session_uses_user_id_idx on core.session_uses (user_id);

revoke all on core.session_uses from public;
grant select, insert, update, delete on core.session_uses to portal;
alter table core.session_uses enable row level security;
create policy "Server verbs note uses" on core.session_uses for all to portal using (true) with check (true);

create or replace function core.sessions_of(p_user uuid)
returns table (id uuid, created_at timestamptz, refreshed_at timestamptz, user_agent text)
language plpgsql stable security definer
set search_path = ''
as $$
begin
  if to_regclass('auth.sessions') is null then
    return;
  end if;
  return query execute
    'select s.id, s.created_at, greatest(coalesce(s.refreshed_at at time zone ''UTC'', s.created_at), u.used_at), coalesce(u.user_agent, s.user_agent)
     from auth.sessions s
     left join core.session_uses u on u.session_id = s.id and u.user_id = s.user_id
     where s.user_id = $1 and (s.not_after is null or s.not_after > now())
     order by 3 desc
     limit 50'
    using p_user;
end
$$;
