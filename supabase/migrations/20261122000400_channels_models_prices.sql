-- Purpose: upstream channels with sealed credentials, the model catalogue, and immutable price versions.
-- Risk: any change here must reach every gateway process; triggers raise the snapshot version for all of it.

create table core.snapshot_state (
  only_row boolean primary key default true check (only_row),
  version bigint not null default 1
);
comment on table core.snapshot_state is 'Version of everything the gateway keeps in memory; admission compares it on every request';
insert into core.snapshot_state default values;

create table core.models (
  name text primary key check (name ~ '^[^\s\x00-\x1f]{1,200}$'),
  display_name text not null default '',
  vendor text not null default '',
  context_length integer check (context_length > 0),
  max_output_tokens integer check (max_output_tokens > 0),
  max_image_tokens integer check (max_image_tokens > 0),
  capabilities text[] not null default '{}',
  input_modalities text[] not null default '{text}',
  output_modalities text[] not null default '{text}',
  markup_ppm bigint not null default 1000000 check (markup_ppm between 0 and 1000000000),
  created_at timestamptz not null default now()
);
comment on table core.models is 'What customers call; sold only while it has a current sell price';

create table core.channels (
  id uuid primary key,
  name text not null check (length(name) between 1 and 100),
  provider text not null check (provider in ('openai', 'openai-compatible')),
  base_url text not null,
  priority integer not null default 0,
  weight integer not null default 1 check (weight between 0 and 1000000),
  enabled boolean not null default true,
  drain_on_disconnect boolean not null default false,
  deleted_at timestamptz,
  created_at timestamptz not null default now()
);
comment on table core.channels is 'An upstream account pool: higher priority is tried first, weight shares within a priority';

comment on column core.channels.drain_on_disconnect is 'The vendor charges the whole answer even when it is cancelled: read on for at most 10 s and one cent';

create table core.channel_credentials (
  id uuid primary key,
  channel_id uuid not null references core.channels (id),
  key_version integer not null,
  wrapped_key bytea not null,
  ciphertext bytea not null,
  fingerprint text not null,
  created_at timestamptz not null default now()
);
comment on table core.channel_credentials is 'Provider keys under envelope encryption (AES-256-GCM), bound to the row by its id';
create index channel_credentials_channel_id_idx on core.channel_credentials (channel_id);

create table core.channel_models (
  channel_id uuid not null references core.channels (id),
  model text not null references core.models (name),
  upstream_model text check (length(upstream_model) between 1 and 200),
  primary key (channel_id, model)
);
comment on table core.channel_models is 'Which models a channel serves, and their name there when it differs';
create index channel_models_model_idx on core.channel_models (model);

create table core.price_versions (
  id uuid primary key,
  version bigint generated always as identity unique,
  kind text not null check (kind in ('sell', 'cost')),
  model text not null references core.models (name),
  customer_group text,
  channel_id uuid references core.channels (id),
  input_nanos_per_million bigint check (input_nanos_per_million >= 0),
  output_nanos_per_million bigint check (output_nanos_per_million >= 0),
  cache_read_nanos_per_million bigint check (cache_read_nanos_per_million >= 0),
  cache_write_5m_nanos_per_million bigint check (cache_write_5m_nanos_per_million >= 0),
  cache_write_1h_nanos_per_million bigint check (cache_write_1h_nanos_per_million >= 0),
  reasoning_nanos_per_million bigint check (reasoning_nanos_per_million >= 0),
  audio_in_nanos_per_million bigint check (audio_in_nanos_per_million >= 0),
  audio_out_nanos_per_million bigint check (audio_out_nanos_per_million >= 0),
  image_nanos_per_million bigint check (image_nanos_per_million >= 0),
  request_nanos bigint check (request_nanos >= 0),
  tiers jsonb not null default '[]',
  source text not null default 'manual' check (source in ('manual', 'genai-prices')),
  withdrawn boolean not null default false,
  created_at timestamptz not null default now(),
  check ((kind = 'sell') = (customer_group is not null)),
  check (kind = 'cost' or channel_id is null),
  check (withdrawn or (input_nanos_per_million is not null and output_nanos_per_million is not null))
);
comment on table core.price_versions is 'Immutable; the newest version of (kind, model, group, channel) is current. A cost without channel holds for every channel without its own';
comment on column core.price_versions.tiers is '[{above_input_tokens, <class>_nanos_per_million…}], ascending: past the threshold the whole request takes these rates';
create index price_versions_current_idx on core.price_versions (kind, model, customer_group, channel_id, version desc);
create index price_versions_channel_id_idx on core.price_versions (channel_id) where channel_id is not null;
create index price_versions_model_idx on core.price_versions (model);
create trigger price_versions_append_only before update or delete on core.price_versions for each row execute function core.refuse_change();

create view core.current_prices with (security_invoker = true) as
  select distinct on (kind, model, customer_group, channel_id) *
  from core.price_versions
  order by kind, model, customer_group, channel_id, version desc;
comment on view core.current_prices is 'The version of each price that requests admitted now take; may be withdrawn';

create function core.raise_snapshot_version() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  update core.snapshot_state set version = version + 1;
  return null;
end
$$;
comment on function core.raise_snapshot_version is 'Tells every gateway process, through its next admission, that its snapshot is stale';
create trigger models_reach_gateways after insert or update or delete on core.models for each statement execute function core.raise_snapshot_version();
create trigger channels_reach_gateways after insert or update or delete on core.channels for each statement execute function core.raise_snapshot_version();
create trigger channel_credentials_reach_gateways after insert or update or delete on core.channel_credentials for each statement execute function core.raise_snapshot_version();
create trigger channel_models_reach_gateways after insert or update or delete on core.channel_models for each statement execute function core.raise_snapshot_version();
create trigger price_versions_reach_gateways after insert on core.price_versions for each statement execute function core.raise_snapshot_version();

grant select on core.models, core.price_versions, core.current_prices to authenticated;
grant select, update on core.snapshot_state to portal;
grant select, insert, update on core.models, core.channels, core.channel_credentials, core.channel_models to portal;
grant delete on core.channel_credentials, core.channel_models to portal;
grant select, insert on core.price_versions to portal;
grant select on core.current_prices to portal;

alter table core.snapshot_state enable row level security;
alter table core.models enable row level security;
alter table core.channels enable row level security;
alter table core.channel_credentials enable row level security;
alter table core.channel_models enable row level security;
alter table core.price_versions enable row level security;

create policy "Signed-in people read the catalogue" on core.models for select to authenticated using (true);
create policy "Signed-in people read the sell prices of their teams' groups" on core.price_versions for select to authenticated
  using (kind = 'sell' and customer_group in (select t.customer_group from core.teams t where t.id in (select core.my_team_ids())));

create policy "Server verbs raise the snapshot version" on core.snapshot_state for all to portal using (true) with check (true);
create policy "Server verbs act on models" on core.models for all to portal using (true) with check (true);
create policy "Server verbs act on channels" on core.channels for all to portal using (true) with check (true);
create policy "Server verbs act on credentials" on core.channel_credentials for all to portal using (true) with check (true);
create policy "Server verbs act on a channel's models" on core.channel_models for all to portal using (true) with check (true);
create policy "Server verbs read prices" on core.price_versions for select to portal using (true);
create policy "Server verbs make price versions" on core.price_versions for insert to portal with check (true);
