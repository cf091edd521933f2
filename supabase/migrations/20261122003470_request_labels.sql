-- Purpose: logs of a team with millions of requests are narrowed by client tool, end user and tag in the time of an index; what tags are is said right.
-- Risk: three more index entries for a request that carries all three, none for one that carries none. Settling waits while the indexes are built.

create index requests_client_idx on usage.requests (team_id, client, id desc) where client is not null;
create index requests_end_user_idx on usage.requests (team_id, end_user, id desc) where end_user is not null;
comment on column usage.requests.tags is
  'The tags of the policies of team, member and key, and those the request said of itself; budgets count the former only';

create table usage.request_tags (
  team_id uuid not null,
  tag text not null,
  request_id uuid not null,
  started_at timestamptz not null,
  primary key (team_id, tag, request_id)
);
comment on table usage.request_tags is 'A row per tag of a request, so that those with a tag are found by an index that row-level security may use';

grant select on usage.request_tags to authenticated, portal;
alter table usage.request_tags enable row level security;
create policy "Members read the tags of their teams' requests" on usage.request_tags for select to authenticated
  using (team_id in (select core.my_team_ids()));
create policy "Server verbs read tags" on usage.request_tags for select to portal using (true);

create function usage.list_request_tags() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  insert into usage.request_tags (team_id, tag, request_id, started_at)
    select distinct new.team_id, t.tag, new.id, new.started_at from unnest(new.tags) as t(tag)
    on conflict do nothing;
  return null;
end
$$;
comment on function usage.list_request_tags is 'Trigger body: a settled request''s tags, each once, however often it is settled';
revoke execute on function usage.list_request_tags() from public;
create trigger requests_list_tags after insert or update of tags on usage.requests
  for each row when (new.tags is not null) execute function usage.list_request_tags();

insert into usage.request_tags (team_id, tag, request_id, started_at)
  select distinct r.team_id, t.tag, r.id, r.started_at from usage.requests r cross join lateral unnest(r.tags) as t(tag);
