-- Purpose: a team's days apart from its hours: a month of a thousand teams is 30,000 day rows, which lay one to a page among the hours.
-- Risk: copies the sums of teams (seconds on a large installation); nothing is folded meanwhile, settlement goes on.

select folded_below from usage.fold_state for no key update;
alter table usage.team_totals rename to team_totals_before;
alter index usage.team_totals_pkey rename to team_totals_before_pkey;
alter index usage.team_totals_team_id_idx rename to team_totals_before_team_id_idx;

create table usage.team_totals (
  grain text not null check (grain in ('hour', 'day')),
  starts_at timestamptz not null,
  team_id uuid not null,
  requests bigint not null default 0,
  failures bigint not null default 0,
  input_tokens bigint not null default 0,
  cache_read_tokens bigint not null default 0,
  cache_write_tokens bigint not null default 0,
  output_tokens bigint not null default 0,
  reasoning_tokens bigint not null default 0,
  audio_tokens bigint not null default 0,
  image_tokens bigint not null default 0,
  charge_nanos bigint not null default 0,
  refunded_nanos bigint not null default 0,
  cost_nanos bigint not null default 0,
  latency_ms_sum bigint not null default 0,
  ttft_ms_sum bigint not null default 0,
  ttft_count bigint not null default 0,
  primary key (grain, starts_at, team_id)
) partition by list (grain);
comment on table usage.team_totals is 'What each team used, by hour and by day in UTC';
create index team_totals_team_id_idx on usage.team_totals (team_id, grain, starts_at);
create table usage.team_totals_hour partition of usage.team_totals for values in ('hour') with (fillfactor = 80);
create table usage.team_totals_day partition of usage.team_totals for values in ('day') with (fillfactor = 80);

insert into usage.team_totals (grain, starts_at, team_id, requests, failures, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, audio_tokens, image_tokens, charge_nanos, refunded_nanos, cost_nanos, latency_ms_sum, ttft_ms_sum, ttft_count)
select grain, starts_at, team_id, requests, failures, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, audio_tokens, image_tokens, charge_nanos, refunded_nanos, cost_nanos, latency_ms_sum, ttft_ms_sum, ttft_count from usage.team_totals_before order by grain, starts_at, team_id;
drop table usage.team_totals_before;

grant select (grain, starts_at, team_id, requests, failures, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, audio_tokens, image_tokens, charge_nanos, refunded_nanos, latency_ms_sum, ttft_ms_sum, ttft_count) on usage.team_totals to authenticated;
grant select on usage.team_totals to portal;
alter table usage.team_totals enable row level security;
alter table usage.team_totals_hour enable row level security;
alter table usage.team_totals_day enable row level security;
create policy "Members read the totals of their teams" on usage.team_totals for select to authenticated
  using (team_id in (select core.my_team_ids()));
create policy "Server verbs read team totals" on usage.team_totals for select to portal using (true);

-- Pages ask short questions: compiling one takes longer than answering it.
alter role tollgate_app set jit = off;
