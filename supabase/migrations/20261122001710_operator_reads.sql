-- Purpose: what operators look at: the last test of each channel, its recent trouble, and the audit log by person, act and thing.
-- Risk: two partial indexes on requests are written for requests that failed or needed a second try only; on a table that is
-- already large, building them holds up settlements for as long as it takes.

create table core.channel_tests (
  channel_id uuid not null references core.channels (id),
  model text not null references core.models (name),
  ok boolean not null,
  http_status smallint,
  latency_ms integer not null check (latency_ms >= 0),
  error text check (length(error) <= 500),
  tested_at timestamptz not null default now(),
  primary key (channel_id, model)
);
comment on table core.channel_tests is 'The last test of each model of a channel, with what the upstream said, scrubbed of secrets';
create index channel_tests_model_idx on core.channel_tests (model);
grant select, insert, update on core.channel_tests to portal;
alter table core.channel_tests enable row level security;
create policy "Server verbs remember tests of channels" on core.channel_tests for all to portal using (true) with check (true);

alter table core.channel_credentials
  add column last_characters text not null default '' check (length(last_characters) <= 4);
comment on column core.channel_credentials.last_characters is 'The end of the credential, as vendors show it in their own lists; empty for short ones and those from before';

create index requests_failed_idx on usage.requests (channel_id, id desc) where status in ('failed', 'interrupted');
create index requests_failover_idx on usage.requests (id desc) where jsonb_array_length(attempts) > 1;

create index audit_log_actor_id_idx on core.audit_log (actor_id, id desc);
create index audit_log_action_idx on core.audit_log (action, id desc);
create index audit_log_target_idx on core.audit_log (target_id, id desc);
create index users_created_at_idx on core.users (created_at desc, id desc);
