-- Purpose: the roles that act on this database and the schemas that separate people, usage and money.
-- Risk: none on an empty database; creates roles only where they are missing. Passwords are set by whoever deploys.

do $$
begin
  if not exists (select from pg_roles where rolname = 'portal') then
    create role portal nologin noinherit;
  end if;
  if not exists (select from pg_roles where rolname = 'tollgate_app') then
    create role tollgate_app login noinherit;
  end if;
  if not exists (select from pg_roles where rolname = 'tollgate_gateway') then
    create role tollgate_gateway login noinherit;
  end if;
end
$$;

-- The application's login owns nothing and inherits nothing: each unit of work names the role it runs as.
grant authenticated, portal to tollgate_app;

create schema core;
create schema usage;
create schema ledger;

comment on schema core is 'Teams, people, keys, channels, models and prices';
comment on schema usage is 'Request rows and their quarter-hour roll-ups';
comment on schema ledger is 'Accounts, postings, balances and holds; reached only through its functions';

grant usage on schema core, usage to authenticated, portal, tollgate_gateway;
grant usage on schema ledger to portal, tollgate_gateway;

-- New functions are nobody's until a migration grants them.
alter default privileges revoke execute on functions from public;

create function core.time_of_id(id uuid) returns timestamptz
language sql immutable strict parallel safe
set search_path = ''
as $$
  select to_timestamp((('x' || substr(id::text, 1, 8) || substr(id::text, 10, 4))::bit(48)::bigint) / 1000.0)
$$;
comment on function core.time_of_id is 'The millisecond a UUIDv7 was made in; the partition time of a request row';

create function core.new_id() returns uuid
language sql volatile
set search_path = ''
as $$
  select encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid()) placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
      52, 1), 53, 1),
    'hex')::uuid
$$;
comment on function core.new_id is 'A UUIDv7 for rows that only the database can make, such as journal entries of a settlement batch';

create function core.jwt_user_id() returns uuid
language sql stable
set search_path = ''
as $$
  select nullif(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub', '')::uuid
$$;
comment on function core.jwt_user_id is 'The signed-in user of this transaction; reads the claims themselves, so hosted Supabase and the embedded stack agree';
grant execute on function core.jwt_user_id() to authenticated, portal;
grant execute on function core.time_of_id(uuid) to authenticated, portal;

create function core.refuse_change() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception '% is append-only', tg_table_schema || '.' || tg_table_name using errcode = 'restrict_violation';
end
$$;
comment on function core.refuse_change is 'Trigger body of tables whose rows never change';
