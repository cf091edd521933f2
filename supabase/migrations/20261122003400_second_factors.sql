-- Purpose: a session without the second factor that its account has is seen at once, without asking the auth server.
-- Risk: reads of the auth server's schema whether one person has a verified factor, or a password, and nothing else.

create function core.can_read_auth(p_table text) returns boolean
language sql stable security definer
set search_path = ''
as $$
  select exists (
    select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'auth' and c.relname = p_table
      and pg_catalog.has_schema_privilege(n.oid, 'usage') and pg_catalog.has_table_privilege(c.oid, 'select')
  )
$$;
comment on function core.can_read_auth is 'Whether a table of the auth server is in this database and may be read';

create function core.has_second_factor(p_user uuid) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
declare
  v_known boolean;
  v_has boolean;
begin
  if not core.can_read_auth('users') then
    return null;
  end if;
  execute 'select exists (select from auth.users where id = $1)' into v_known using p_user;
  if not v_known then
    return null;
  end if;
  if core.can_read_auth('mfa_factors') then
    execute 'select exists (select from auth.mfa_factors where user_id = $1 and status::text = ''verified'')' into v_has using p_user;
    return v_has;
  end if;
  return case when exists (
    select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'auth' and c.relname = 'mfa_factors'
  ) then null else false end;
end
$$;
comment on function core.has_second_factor is 'Whether the auth server keeps a verified second factor of a person; null where this database cannot tell';

create function core.has_password(p_user uuid) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
declare
  v_has boolean;
begin
  if core.can_read_auth('users') then
    execute 'select coalesce(encrypted_password, '''') <> '''' from auth.users where id = $1' into v_has using p_user;
  end if;
  return v_has;
end
$$;
comment on function core.has_password is 'Whether a person can sign in with a password; null where this database cannot tell';

revoke execute on function core.can_read_auth(text), core.has_second_factor(uuid), core.has_password(uuid) from public;
grant execute on function core.has_second_factor(uuid), core.has_password(uuid) to portal;
