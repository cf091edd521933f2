-- Purpose: the only things the gateway's login may read: one snapshot, one key, one settled request.
-- Risk: definer functions; each answers for the caller's own key or team only, which the gateway has verified.

create function core.gateway_snapshot_version() returns bigint
language sql stable security definer
set search_path = ''
as $$
  select version from core.snapshot_state
$$;
comment on function core.gateway_snapshot_version is 'Asked once before a refusal that rests on the snapshot alone';
grant execute on function core.gateway_snapshot_version() to tollgate_gateway;

create function core.gateway_snapshot() returns jsonb
language sql stable security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'version', (select version from core.snapshot_state),
    'models', (select coalesce(jsonb_agg(to_jsonb(m)), '[]') from core.models m),
    'channels', (
      select coalesce(jsonb_agg(to_jsonb(c) || jsonb_build_object(
        'models', (select coalesce(jsonb_agg(jsonb_build_object('model', cm.model, 'upstream_model', cm.upstream_model)), '[]') from core.channel_models cm where cm.channel_id = c.id),
        'credentials', (select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'key_version', k.key_version,
          'wrapped_key', encode(k.wrapped_key, 'base64'), 'ciphertext', encode(k.ciphertext, 'base64')) order by k.id), '[]') from core.channel_credentials k where k.channel_id = c.id)
      )), '[]')
      from core.channels c where c.enabled and c.deleted_at is null
    ),
    -- Amounts as text: a JSON number would lose digits beyond 2^53 in the reader.
    'prices', (
      select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'kind', p.kind, 'model', p.model, 'customer_group', p.customer_group, 'channel_id', p.channel_id, 'tiers', p.tiers,
        'input', p.input_nanos_per_million::text, 'output', p.output_nanos_per_million::text, 'cache_read', p.cache_read_nanos_per_million::text,
        'cache_write_5m', p.cache_write_5m_nanos_per_million::text, 'cache_write_1h', p.cache_write_1h_nanos_per_million::text, 'reasoning', p.reasoning_nanos_per_million::text,
        'audio_in', p.audio_in_nanos_per_million::text, 'audio_out', p.audio_out_nanos_per_million::text, 'image', p.image_nanos_per_million::text, 'request', p.request_nanos::text)), '[]')
      from core.current_prices p where not p.withdrawn
    )
  )
$$;
comment on function core.gateway_snapshot is 'Version, models, enabled channels with sealed credentials, and current prices, in one statement and so of one moment';
grant execute on function core.gateway_snapshot() to tollgate_gateway;

create function core.gateway_key(p_secret_hash bytea) returns jsonb
language sql stable security definer
set search_path = ''
as $$
  select jsonb_build_object('key_id', k.id, 'team_id', k.team_id, 'name', k.name, 'status', k.status, 'expires_at', k.expires_at, 'secret_expires_at', s.expires_at,
    'policy_version', k.policy_version::text, 'policy', k.policy, 'team_status', t.status, 'customer_group', t.customer_group)
  from core.api_key_secrets s
  join core.api_keys k on k.id = s.key_id
  join core.teams t on t.id = k.team_id
  where s.secret_hash = p_secret_hash
$$;
comment on function core.gateway_key is 'The key behind a secret''s hash, or nothing';
grant execute on function core.gateway_key(bytea) to tollgate_gateway;

create function usage.gateway_request(p_team uuid, p_id uuid) returns jsonb
language sql stable security definer
set search_path = ''
as $$
  select to_jsonb(r) - 'cost_nanos' - 'cost_price_id' - 'attempts' - 'upstream_model' || jsonb_build_object('charge_nanos', r.charge_nanos::text, 'refunded_nanos', r.refunded_nanos::text)
  from usage.requests r
  where r.id = p_id and r.started_at = core.time_of_id(p_id) and r.team_id = p_team
$$;
comment on function usage.gateway_request is 'One settled request of the caller''s own team';
grant execute on function usage.gateway_request(uuid, uuid) to tollgate_gateway;

create function usage.gateway_key_spend(p_key uuid) returns jsonb
language sql stable security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'total', coalesce(sum(charge_nanos - refunded_nanos), 0)::text,
    'day', coalesce(sum(charge_nanos - refunded_nanos) filter (where quarter >= date_trunc('day', now() at time zone 'UTC') at time zone 'UTC'), 0)::text,
    'week', coalesce(sum(charge_nanos - refunded_nanos) filter (where quarter >= date_trunc('week', now() at time zone 'UTC') at time zone 'UTC'), 0)::text,
    'month', coalesce(sum(charge_nanos - refunded_nanos) filter (where quarter >= date_trunc('month', now() at time zone 'UTC') at time zone 'UTC'), 0)::text,
    'requests', coalesce(sum(requests), 0)::text)
  from usage.rollups where key_id = p_key
$$;
comment on function usage.gateway_key_spend is 'What a key has spent: in total and since the start of the UTC day, week and month';
grant execute on function usage.gateway_key_spend(uuid) to tollgate_gateway;

create function ledger.gateway_credits(p_team uuid) returns jsonb
language sql stable security definer
set search_path = ''
as $$
  select jsonb_build_object('credit', b.credit_nanos::text, 'held', b.held_nanos::text,
    'used', (select coalesce(sum(r.charge_nanos - r.refunded_nanos), 0)::text from usage.rollups r where r.team_id = p_team))
  from ledger.team_balances b where b.team_id = p_team
$$;
comment on function ledger.gateway_credits is 'Credit, holds and total use of the caller''s own team';
grant execute on function ledger.gateway_credits(uuid) to tollgate_gateway;
