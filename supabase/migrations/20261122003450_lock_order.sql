-- Purpose: one order of locks for whatever changes a team: memberships, management keys, the team, its keys by id, its budgets' lock, its ledger.
-- Risk: none for money; what these functions change is as before, only in that order.

create or replace function core.bump_team_key_policies() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform from core.api_keys where team_id = new.id order by id for no key update;
  update core.api_keys set policy_version = policy_version + 1 where team_id = new.id;
  return new;
end
$$;

create or replace function core.bump_member_key_policies() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform from core.api_keys where team_id = new.team_id and owner_id = new.user_id order by id for no key update;
  update core.api_keys set policy_version = policy_version + 1 where team_id = new.team_id and owner_id = new.user_id;
  return new;
end
$$;

create or replace function core.end_playground_secrets(p_user uuid, p_team uuid) returns void
language plpgsql
set search_path = ''
as $$
declare
  -- Keys before their secrets, as whoever opens a playground takes them.
  v_keys uuid[] := array(
    select id from core.api_keys
    where kind = 'playground' and created_by = p_user and (p_team is null or team_id = p_team)
    order by id for no key update);
begin
  update core.api_key_secrets set expires_at = now() where key_id = any (v_keys) and (expires_at is null or expires_at > now());
end
$$;

create function core.lock_budgets(p_team uuid) returns void
language sql
set search_path = ''
as $$
  select pg_advisory_xact_lock(hashtextextended('budgets ' || p_team, 0))
$$;
comment on function core.lock_budgets is 'Until the transaction ends nobody else makes, changes or ends a budget of the team; admissions go on';
revoke execute on function core.lock_budgets(uuid) from public;
grant execute on function core.lock_budgets(uuid) to portal;

-- Whoever changes a budget has read the team's zone under the budgets' lock; without it they would put the old zone back.
create or replace function ledger.move_team_budgets() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  perform core.lock_budgets(new.id);
  perform ledger.lock_teams(array[new.id]);
  perform ledger.move_time_zone(b.id, new.time_zone, ledger.clock()) from ledger.budgets b where b.team_id = new.id and b.ended_at is null;
  return null;
end
$$;

-- Triggers fire by name: the keys come before the ledger, as everywhere else.
alter trigger teams_reach_budgets on core.teams rename to teams_reach_ledger;
