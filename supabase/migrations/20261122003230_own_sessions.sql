-- Purpose: people see where they are signed in, and end one of those sessions.
-- Risk: reads and deletes in the auth server's schema, of one person's own sessions alone; where there is none, there is nothing to see.

create function core.sessions_of(p_user uuid)
returns table (id uuid, created_at timestamptz, refreshed_at timestamptz, user_agent text)
language plpgsql stable security definer
set search_path = ''
as $$
begin
  if to_regclass('auth.sessions') is null then
    return;
  end if;
  return query execute
    'select s.id, s.created_at, coalesce(s.refreshed_at at time zone ''UTC'', s.created_at), s.user_agent
     from auth.sessions s
     where s.user_id = $1 and (s.not_after is null or s.not_after > now())
     order by 3 desc
     limit 50'
    using p_user;
end
$$;
comment on function core.sessions_of is 'The sessions that the auth server keeps of one person, those used last first';

create function core.end_session(p_user uuid, p_session uuid) returns boolean
language plpgsql security definer
set search_path = ''
as $$
declare
  v_ended integer := 0;
begin
  if to_regclass('auth.sessions') is null then
    return false;
  end if;
  if to_regclass('auth.refresh_tokens') is not null then
    execute 'delete from auth.refresh_tokens t using auth.sessions s where t.session_id = s.id and s.id = $1 and s.user_id = $2'
      using p_session, p_user;
  end if;
  execute 'delete from auth.sessions where id = $1 and user_id = $2' using p_session, p_user;
  get diagnostics v_ended = row_count;
  return v_ended > 0;
end
$$;
comment on function core.end_session is 'Ends one session of one person as the auth server would: it can no longer be refreshed';

revoke execute on function core.sessions_of(uuid), core.end_session(uuid, uuid) from public;
grant execute on function core.sessions_of(uuid), core.end_session(uuid, uuid) to portal;
